import { createServer } from "node:net";
import type { AddressInfo, Server } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { freePort, publicPort } from "./ports.ts";

let other: Server;
let taken: number;
beforeEach(async () => {
  other = createServer();
  await new Promise<void>((resolve) => {
    other.listen(0, "127.0.0.1", resolve);
  });
  taken = (other.address() as AddressInfo).port;
});
afterEach(() => other.close());

test("a server gives way when its usual port is taken", async () => {
  const port = await freePort(taken);

  expect(port).not.toBe(taken);
  expect(await freePort(port)).toBe(port);
});

test("the public port is never replaced in silence", async () => {
  await expect(publicPort(taken)).rejects.toThrow(`Port ${taken} is used by another program`);
});
