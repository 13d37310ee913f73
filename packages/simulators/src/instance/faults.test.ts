import { expect, test } from "vitest";
import { Faults } from "./faults.ts";

test("the same seed and plan give every request the same fate again", () => {
  const plan = { endpoints: { "*": { errorRate: 0.3, timeoutRate: 0.2, lostAnswerRate: 0.1 } } };
  const draw = (seed: string): unknown[] => {
    const faults = new Faults(seed, () => 0);
    faults.set(plan);
    return Array.from({ length: 50 }, () => faults.next("heartbeat"));
  };

  expect(draw("a")).toEqual(draw("a"));
  expect(draw("a")).not.toEqual(draw("b"));
});

test("an endpoint's own entry stands in place of the common one", () => {
  const faults = new Faults("seed", () => 0);
  faults.set({ endpoints: { "*": { latencyMs: 100 }, login: { errorRate: 1, status: 500 } } });

  expect(faults.next("get")).toMatchObject({ latencyMs: 100 });
  expect(faults.next("login")).toMatchObject({ latencyMs: 0, status: 500 });
});

test("a limit opens again when its minute is over", () => {
  let now = 0;
  const faults = new Faults("seed", () => now);
  faults.set({ endpoints: { login: { rateLimitPerMinute: 2 } } });
  const isLimited = (): boolean => faults.next("login").retryAfterSeconds !== undefined;

  expect([isLimited(), isLimited(), isLimited()]).toEqual([false, false, true]);
  now = 45_000;
  expect(faults.next("login").retryAfterSeconds).toBe(15);
  now = 60_000;
  expect(isLimited()).toBe(false);
});
