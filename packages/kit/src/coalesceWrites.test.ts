import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { coalesceWrites } from "./coalesceWrites.ts";

const closing: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function pair() {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const near = connect((server.address() as AddressInfo).port, "127.0.0.1");
  const [[far]] = (await Promise.all([once(server, "connection"), once(near, "connect")])) as [
    [Socket],
    unknown,
  ];
  let heard = "";
  far.setEncoding("utf8").on("data", (text: string) => (heard += text));
  closing.push(
    () => near.destroy(),
    () => server.close(),
  );
  const flushes = vi.spyOn(near as unknown as { _writev(): void }, "_writev");
  coalesceWrites(near);
  return { near, far, flushes, heard: () => heard };
}

test("what is written in one turn of the event loop leaves in order and in one piece", async () => {
  const { near, flushes, heard } = await pair();
  for (let n = 0; n < 100; n += 1) near.write(`${n} `);
  const expected = Array.from({ length: 100 }, (_, n) => `${n} `).join("");
  await expect.poll(heard).toBe(expected);
  expect(flushes).toHaveBeenCalledTimes(1);

  near.write("again");
  await expect.poll(heard).toBe(`${expected}again`);
});

test("much of it leaves before the turn is over, in order", async () => {
  const { near, flushes, heard } = await pair();
  const messages = Array.from({ length: 100 }, (_, n) => `${n} `.padEnd(1_000, "."));
  for (const message of messages) {
    near.cork();
    near.write(message.slice(0, 10));
    near.write(message.slice(10));
    near.uncork();
    await new Promise<void>((resolve) => process.nextTick(resolve));
  }
  expect(flushes.mock.calls.length).toBeGreaterThan(3);
  expect(flushes.mock.calls.length).toBeLessThan(20);
  await expect.poll(heard).toBe(messages.join(""));
});

test("what was written before the end arrives, and nothing breaks when the line is gone", async () => {
  const { near, far, heard } = await pair();
  near.write("last words");
  near.end();
  await once(far, "end");
  expect(heard()).toBe("last words");

  const other = await pair();
  other.near.write("lost");
  other.near.destroy();
  await once(other.near, "close");
});
