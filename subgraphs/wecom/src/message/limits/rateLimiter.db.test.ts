import { Redis } from "ioredis";
import { testServers } from "@wegraph/kit/testing/servers.config";
import { v7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bucketFor } from "./bucket.rules.ts";
import { LocalBuckets } from "./localBuckets.ts";
import { RateLimiter } from "./rateLimiter.ts";
import type { NamedBucket } from "./rateLimiter.ts";

const connections: Redis[] = [];
let one: RateLimiter;
let other: RateLimiter;

beforeAll(async () => {
  [one, other] = [await limiter(), await limiter()];
});
afterAll(() => connections.forEach((redis) => redis.disconnect()));

async function limiter(): Promise<RateLimiter> {
  const redis = new Redis(testServers().redisUrl, { enableOfflineQueue: false, lazyConnect: true });
  await redis.connect();
  connections.push(redis);
  return new RateLimiter(redis);
}

const bucket = (amount: number, name: string = v7()): NamedBucket => ({
  name,
  ...bucketFor({ amount, perMs: 3_600_000 }),
});
const granted = (waits: readonly number[]) => waits.filter((wait) => wait === 0).length;

test("processes share a bucket: together they get what one would", async () => {
  const shared = bucket(40);
  const needs = Array.from({ length: 30 }, () => [shared]);
  const waits = await Promise.all([one.take(needs), other.take(needs)]);
  expect(granted(waits.flat())).toBe(20);
});

test("a message takes its place in all its buckets or in none", async () => {
  const [wide, narrow] = [bucket(100), bucket(2)];
  const waits = await one.take(Array.from({ length: 5 }, () => [wide, narrow]));
  expect(granted(waits)).toBe(1);
  // The four that were turned away have left the wide bucket as it was.
  expect(granted(await other.take(Array.from({ length: 60 }, () => [wide])))).toBe(49);
});

test("Redis and a process's own buckets come to the same answers", async () => {
  const same = bucket(20);
  const needs = Array.from({ length: 25 }, () => [same]);
  const shared = await one.take(needs);
  const own = new LocalBuckets().take(needs);
  expect(granted(shared)).toBe(granted(own));
  for (const [i, wait] of shared.entries()) expect(Math.abs(wait - (own[i] ?? 0))).toBeLessThan(1_000);
});

test("a pause holds in every process, and for its own name only", async () => {
  const account = v7();
  await one.pause(account, 60_000);
  const left = await other.paused([account, "another"]);
  expect(left.get(account)).toBeGreaterThan(50_000);
  expect(left.get("another")).toBe(0);
});

test("with Redis gone a process keeps to buckets and pauses of its own", async () => {
  const alone = await limiter();
  connections.at(-1)?.disconnect();
  const own = bucket(10);
  expect(granted(await alone.take(Array.from({ length: 20 }, () => [own])))).toBe(5);
  await alone.pause("account", 60_000);
  expect((await alone.paused(["account"])).get("account")).toBeGreaterThan(50_000);
});
