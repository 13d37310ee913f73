import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { afterAll, expect, test } from "vitest";
import { quiet } from "../testing/graph.ts";
import { RateLimiter } from "./rateLimiter.ts";

const url = process.env["REDIS_URL"] ?? "redis://127.0.0.1:6379";
const opened: { stop(): void }[] = [];
const connections: Redis[] = [];
afterAll(() => {
  opened.forEach((limiter) => limiter.stop());
  connections.forEach((connection) => connection.disconnect());
});

function aProcess(): RateLimiter {
  const redis = new Redis(url, { maxRetriesPerRequest: 0, enableOfflineQueue: true });
  connections.push(redis);
  const limiter = new RateLimiter(redis, quiet);
  opened.push(limiter);
  return limiter;
}

const unique = () => `test:${process.pid}:${Math.random()}`;

/** Away from the turn of a minute, where the two windows would be told apart by luck. */
async function earlyInTheMinute(): Promise<void> {
  const left = 60_000 - (Date.now() % 60_000);
  if (left < 4_000) await sleep(left + 50);
}

test("several processes keep one limit: each learns of the others' counts within a second of its own", async () => {
  await earlyInTheMinute();
  const [one, two] = [aProcess(), aProcess()];
  const key = unique();
  for (let i = 0; i < 6; i += 1) one.take(key, 10);
  for (let i = 0; i < 3; i += 1) two.take(key, 10);
  await sleep(1_200);

  expect(two.take(key, 10).remaining).toBeLessThanOrEqual(3);
  one.take(key, 10);
  await sleep(1_200);

  expect([one, two].map((limiter) => limiter.take(key, 10).allowed)).toEqual([false, false]);
});

test("where a secret is guarded, no number of processes lets one more through", async () => {
  await earlyInTheMinute();
  const processes = Array.from({ length: 4 }, aProcess);
  const key = unique();

  const verdicts = await Promise.all(
    processes.flatMap((each) => Array.from({ length: 10 }, () => each.takeShared(key, 10))),
  );

  expect(verdicts.filter(({ allowed }) => allowed).length).toBeLessThanOrEqual(10);
});

test("without Redis each process holds the limit for itself", async () => {
  const redis = new Redis("redis://127.0.0.1:1", {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
  });
  redis.on("error", () => undefined);
  connections.push(redis);
  const limiter = new RateLimiter(redis, quiet);
  opened.push(limiter);

  const verdicts = [];
  for (let i = 0; i < 5; i += 1) verdicts.push(await limiter.takeShared("alone", 3));

  expect(verdicts.map(({ allowed }) => allowed)).toEqual([true, true, true, false, false]);
});

test("a Redis that dies is gone on without, with what was counted so far, and taken up again when it is back", async () => {
  await earlyInTheMinute();
  const line = await lineTo(new URL(url));
  const redis = new Redis(line.url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: () => 50,
    lazyConnect: true,
  });
  redis.on("error", () => undefined);
  connections.push(redis);
  await redis.connect();
  const limiter = new RateLimiter(redis, quiet);
  opened.push(limiter);
  const other = aProcess();
  const key = unique();
  for (let i = 0; i < 2; i += 1) await limiter.takeShared(key, 5);

  line.cut();
  const without = [];
  for (let i = 0; i < 4; i += 1) without.push((await limiter.takeShared(key, 5)).allowed);
  expect(without).toEqual([true, true, true, false]);

  await line.restore();
  let asked = 0;
  const countedByOthers = async () => {
    const { remaining } = await other.takeShared(key, 1_000);
    asked += 1;
    return 1_000 - remaining - asked + 1;
  };
  await expect.poll(countedByOthers, { timeout: 10_000 }).toBe(5);
  line.cut();
});

/** A line to Redis that can be cut, as when Redis is stopped: connections break and new ones are refused. */
async function lineTo({ hostname, port }: URL) {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => undefined).on("close", () => (near.destroy(), far.destroy()));
    }
    near.pipe(far).pipe(near);
  });
  const listen = (at: number) => new Promise<void>((resolve) => server.listen(at, "127.0.0.1", resolve));
  await listen(0);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server's address is one
  const { port: own } = server.address() as AddressInfo;
  return {
    url: `redis://127.0.0.1:${own}`,
    cut() {
      server.close();
      for (const socket of sockets) socket.destroy();
      sockets.clear();
    },
    restore: () => listen(own),
  };
}
