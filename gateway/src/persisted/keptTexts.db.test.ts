import { Redis } from "ioredis";
import { afterAll, expect, test } from "vitest";
import { settingsShape } from "../settings.ts";
import { quiet } from "../testing/graph.ts";
import { KeptTexts } from "./keptTexts.ts";
import { hashOf } from "./persistedOperations.ts";

const url = process.env["REDIS_URL"] ?? "redis://127.0.0.1:6379";
const { persisted } = settingsShape.parse({});
const connections: Redis[] = [];

afterAll(() => connections.forEach((connection) => connection.disconnect()));

function connected(): Redis {
  const redis = new Redis(url, { maxRetriesPerRequest: 0, enableOfflineQueue: true });
  connections.push(redis);
  return redis;
}

const aText = () => `{ a${Math.random().toString(36).slice(2)}: whoAmI }`;

test("a text registered at one gateway is known to the others, for a day", async () => {
  const redis = connected();
  const [one, two] = [new KeptTexts(redis, persisted, quiet), new KeptTexts(connected(), persisted, quiet)];
  const text = aText();

  one.keep(hashOf(text), text);

  await expect.poll(() => two.recall(hashOf(text))).toBe(text);
  expect(two.has(hashOf(text), text)).toBe(true);
  const seconds = await redis.ttl(`wegraph:operation:${hashOf(text)}`);
  expect(seconds).toBeGreaterThan(86_000);
  expect(seconds).toBeLessThanOrEqual(86_400);
});

test("what somebody else put there under a hash is not run", async () => {
  const redis = connected();
  const text = aText();
  await redis.set(`wegraph:operation:${hashOf(text)}`, "{ somethingElse }", "EX", 60);

  expect(await new KeptTexts(redis, persisted, quiet).recall(hashOf(text))).toBeNull();
});

test("without Redis each gateway knows its own, and says of the others that it does not", async () => {
  const redis = new Redis("redis://127.0.0.1:1", {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
  });
  redis.on("error", () => undefined);
  connections.push(redis);
  const kept = new KeptTexts(redis, persisted, quiet);
  const text = aText();
  kept.keep(hashOf(text), text);

  expect(await kept.recall(hashOf(text))).toBe(text);
  expect(await kept.recall(hashOf("{ other }"))).toBeNull();
});

test("the memory is bounded: what was not asked for longest is forgotten", async () => {
  const kept = new KeptTexts(undefined, { ...persisted, memoryBytesMax: 10_000 }, quiet);
  const texts = Array.from({ length: 100 }, (_, i) => `{ a${i}: whoAmI }`);
  for (const text of texts) kept.keep(hashOf(text), text);

  const known = await Promise.all(texts.map((text) => kept.recall(hashOf(text))));

  expect(known[0]).toBeNull();
  expect(known[99]).toBe(texts[99]);
  expect(known.filter((text) => text !== null).length).toBeLessThan(50);
});
