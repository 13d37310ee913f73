import { expect, test } from "vitest";
import { quiet } from "../testing/graph.ts";
import { networkOf } from "./admission.ts";
import { RateLimiter } from "./rateLimiter.ts";

function limiterAt(startMs: number) {
  const clock = { ms: startMs };
  return { clock, limiter: new RateLimiter(undefined, quiet, () => clock.ms) };
}

test("as many as the limit are allowed in a minute, then none", () => {
  const { limiter } = limiterAt(0);

  const verdicts = Array.from({ length: 5 }, () => limiter.take("a", 3));

  expect(verdicts.map(({ allowed }) => allowed)).toEqual([true, true, true, false, false]);
  expect(verdicts.map(({ remaining }) => remaining)).toEqual([2, 1, 0, 0, 0]);
  expect(limiter.take("b", 3).allowed).toBe(true);
});

test("the window slides: what was used a minute ago comes back bit by bit, not all at once", () => {
  const { limiter, clock } = limiterAt(59_000);
  for (let i = 0; i < 60; i += 1) limiter.take("a", 60);

  clock.ms = 61_000;
  expect(limiter.take("a", 60).allowed).toBe(true);
  expect(limiter.take("a", 60).allowed).toBe(false);
  clock.ms = 90_000;
  const more = Array.from({ length: 60 }, () => limiter.take("a", 60)).filter(
    ({ allowed }) => allowed,
  ).length;
  expect(more).toBe(29);
  clock.ms = 240_000;
  expect(limiter.take("a", 60).remaining).toBe(59);
});

test("a refusal says when another attempt makes sense", () => {
  const { limiter, clock } = limiterAt(15_000);
  for (let i = 0; i < 3; i += 1) limiter.take("a", 3);

  const { allowed, resetMs } = limiter.take("a", 3);
  expect(allowed).toBe(false);
  clock.ms += resetMs;

  expect(limiter.take("a", 3).allowed).toBe(true);
});

test("a large amount is refused until enough has slid out of the window, and told when that is", () => {
  const { limiter, clock } = limiterAt(30_000);
  expect(limiter.take("a", 100, 70)).toMatchObject({ allowed: true, remaining: 30 });

  const { allowed, resetMs, remaining } = limiter.take("a", 100, 60);
  expect([allowed, remaining]).toEqual([false, 30]);
  expect(limiter.take("a", 100, 30).allowed).toBe(true);
  clock.ms += 30_000; // the next minute: the 100 of the last one slide out over all of it
  const next = limiter.take("a", 100, 60);
  expect(next.allowed).toBe(false);
  clock.ms += next.resetMs - 10;
  expect(limiter.take("a", 100, 60).allowed).toBe(false);
  clock.ms += 10;
  expect(limiter.take("a", 100, 60).allowed).toBe(true);
  expect(resetMs).toBeGreaterThan(30_000);
});

test.each([
  ["203.0.113.9", "203.0.113.9"],
  ["::ffff:203.0.113.9", "203.0.113.9"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8:1:2::9", "2001:db8:1:2::/64"],
  ["2001:db8::9", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
])("callers at %s are counted as %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});
