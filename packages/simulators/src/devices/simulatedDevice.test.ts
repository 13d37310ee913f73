import { createHash, createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { Body } from "./body.ts";
import { DeviceSender } from "./deviceSender.ts";
import { noTroubles, SimulatedDevice } from "./simulatedDevice.ts";
import type { DeviceTroubles } from "./simulatedDevice.ts";

const start = Date.parse("2026-11-22T08:00:00Z");
const facts = {
  deviceId: "01890000-0000-7000-8000-000000000001",
  key: "wdk_test",
  serialNumber: "WB-1",
  kind: "WRISTBAND" as const,
  intervalSeconds: 60,
};

function messagesOf(troubles: Partial<DeviceTroubles>, minutes: number) {
  const body = new Body({ seed: "s", name: "p" });
  const device = new SimulatedDevice(facts, body, { ...noTroubles, ...troubles }, "s", start);
  return Array.from({ length: minutes * 60 }, (_, second) => device.measure(start + second * 1_000)).flat();
}

test("measures once in each interval, all of its signs at the same time", () => {
  const messages = messagesOf({}, 60);
  expect(messages).toHaveLength(60);
  for (const { readings } of messages) {
    expect(readings.map(({ code }) => code)).toEqual(["8867-4", "59408-5", "9279-1", "8310-5"]);
    expect(new Set(readings.map(({ at }) => at)).size).toBe(1);
  }
});

test("out of reach, keeps what it measures and sends it late in one bundle: nothing is lost", () => {
  const messages = messagesOf({ dropOut: 0.1 }, 600);
  const bundles = messages.filter(({ readings }) => readings.length > 4);
  expect(bundles.length).toBeGreaterThan(10);
  const times = new Set(messages.flatMap(({ readings }) => readings.map(({ at }) => at)));
  expect(times.size).toBeGreaterThanOrEqual(588);
});

test("sends some twice, some in another order, and by its own clock", () => {
  const [plain] = messagesOf({}, 2);
  const [ahead] = messagesOf({ clockAheadMs: 90_000 }, 2);
  expect(Date.parse(ahead?.ts ?? "") - Date.parse(plain?.ts ?? "")).toBe(90_000);
  const twice = messagesOf({ duplicate: 0.5 }, 100);
  expect(twice.length).toBeGreaterThan(120);
  const shuffled = messagesOf({ dropOut: 0.2, shuffled: 1 }, 300).filter(
    ({ readings }) => readings.length > 8,
  );
  const isSorted = (times: string[]) =>
    times.every((time, nth) => nth === 0 || (times[nth - 1] ?? "") <= time);
  expect(shuffled.some(({ readings }) => !isSorted(readings.map(({ at }) => at)))).toBe(true);
});

test("signs what it sends, over the very bytes", async () => {
  const received: { headers: Record<string, unknown>; body: string }[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      received.push({ headers: request.headers, body });
      response.writeHead(202).end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const sender = new DeviceSender(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 1);
  const [message] = messagesOf({}, 2);
  await sender.send(facts, message ?? {});
  await sender.close();
  server.close();

  const [{ headers, body } = { headers: {} as Record<string, unknown>, body: "" }] = received;
  const digest = createHash("sha256").update(body).digest("hex");
  const text = `${String(headers["x-timestamp"])}.${String(headers["x-nonce"])}.${digest}`;
  expect(headers["x-signature"]).toBe(`v1=${createHmac("sha256", facts.key).update(text).digest("hex")}`);
  expect(JSON.parse(body)).toEqual(message);
});
