import { expect, test } from "vitest";
import { bucketFor, filled, waitMs } from "./bucket.rules.ts";
import type { Limit } from "./bucket.rules.ts";

/** Sends as fast as the bucket allows; returns when. */
function greedy(limit: Limit, count: number): number[] {
  const bucket = bucketFor(limit);
  const times: number[] = [];
  let [now, emptyAt] = [0, 0];
  while (times.length < count) {
    const wait = waitMs(bucket, emptyAt, now);
    if (wait > 0) now += wait;
    else {
      emptyAt = filled(bucket, emptyAt, now);
      times.push(now);
    }
  }
  return times;
}

test.each([
  { amount: 30, perMs: 60_000 },
  { amount: 1_000, perMs: 3_600_000 },
  { amount: 3, perMs: 1_000 },
  { amount: 2, perMs: 60_000 },
])("no span of the limit's length ever holds more than it allows: %o", (limit) => {
  const times = greedy(limit, limit.amount * 5);
  for (const [i, from] of times.entries()) {
    const within = times.slice(i).filter((at) => at < from + limit.perMs).length;
    expect(within).toBeLessThanOrEqual(limit.amount);
  }
});

test("half the amount goes at once, and the rest evenly", () => {
  const times = greedy({ amount: 30, perMs: 60_000 }, 30);
  expect(times.filter((at) => at === 0)).toHaveLength(15);
  expect(times[15]).toBe(4_000);
  expect(times[16]).toBe(8_000);
});

test("a bucket left alone is as good as new", () => {
  const bucket = bucketFor({ amount: 10, perMs: 1_000 });
  expect(waitMs(bucket, 5_000, 60_000)).toBe(0);
});
