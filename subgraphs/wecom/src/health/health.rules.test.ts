import { describe, expect, test } from "vitest";
import { healthOf, healthWeights, nextHealthAt } from "./health.rules.ts";
import type { HealthFacts } from "./health.rules.ts";

const now = new Date("2026-11-22T08:00:00.000Z");
const hour = 3_600_000;
const ago = (ms: number) => new Date(now.getTime() - ms);

const well: HealthFacts = {
  now,
  createdAt: ago(100 * hour),
  lastOnlineAt: ago(50 * hour),
  lastErrorAt: null,
  onlineMs: 24 * hour,
  heartbeatRatio: 1,
  sendRatio: 1,
  callbackDelayMs: 120,
};

describe("a health score", () => {
  test("is 100 when everything is well", () => {
    expect(healthOf(well).score).toBe(100);
  });

  test("is the sum of the points of its parts, whatever is known", () => {
    for (const heartbeatRatio of [null, 0, 0.35, 0.97])
      for (const sendRatio of [null, 0.5])
        for (const callbackDelayMs of [null, 4_000, 90_000]) {
          const { score, parts } = healthOf({
            ...well,
            onlineMs: 7 * hour,
            heartbeatRatio,
            sendRatio,
            callbackDelayMs,
          });
          expect(Math.round(parts.reduce((sum, { points }) => sum + points, 0))).toBe(score);
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(100);
        }
  });

  test("leaves out what is not known instead of counting it as good or bad", () => {
    const { score, parts } = healthOf({
      ...well,
      onlineMs: 12 * hour,
      heartbeatRatio: null,
      sendRatio: null,
      callbackDelayMs: null,
    });

    const { ONLINE_RATIO, ERROR_RECENCY } = healthWeights;
    expect(score).toBe(
      Math.round((100 * (ONLINE_RATIO * 0.5 + ERROR_RECENCY)) / (ONLINE_RATIO + ERROR_RECENCY)),
    );
    expect(parts.filter(({ known }) => !known).map(({ name, points }) => [name, points])).toEqual([
      ["HEARTBEAT_REGULARITY", 0],
      ["SEND_SUCCESS", 0],
      ["CALLBACK_TIMELINESS", 0],
    ]);
  });

  test("of an account nothing is known of says so in every part", () => {
    const { score, parts } = healthOf({
      ...well,
      lastOnlineAt: null,
      onlineMs: 0,
      heartbeatRatio: null,
      sendRatio: null,
      callbackDelayMs: null,
    });
    expect(score).toBe(100);
    expect(parts.every(({ known }) => !known)).toBe(true);
  });

  test("measures a young account by its own lifetime", () => {
    const [ratio] = healthOf({
      ...well,
      createdAt: ago(2 * hour),
      lastOnlineAt: ago(hour),
      onlineMs: hour,
    }).parts;
    expect(ratio).toMatchObject({ value: 0.5, detail: "ONLINE 50 % of the last 2 h" });
  });

  test("recovers with the time since the last error", () => {
    const recency = (ms: number) =>
      healthOf({ ...well, lastErrorAt: ago(ms) }).parts.find(({ name }) => name === "ERROR_RECENCY");
    expect(recency(6 * hour)).toMatchObject({ value: 0.25, detail: "last error 6 h ago" });
    expect(recency(40 * 60_000)?.detail).toBe("last error 40 min ago");
    expect(recency(30 * hour)).toMatchObject({ value: 1, detail: "no error in the last 24 h" });
  });

  test("falls as callbacks come later, from a second to a minute", () => {
    const timeliness = (callbackDelayMs: number) =>
      healthOf({ ...well, callbackDelayMs }).parts.find(({ name }) => name === "CALLBACK_TIMELINESS")?.value;
    expect(timeliness(900)).toBe(1);
    expect(timeliness(8_000)).toBeCloseTo(0.49, 1);
    expect(timeliness(60_000)).toBe(0);
  });
});

test("is looked at again only while time can still change it", () => {
  const resting = { ...well, isOnline: false, onlineMs: 0, lastOnlineAt: ago(40 * hour) };
  expect(nextHealthAt(resting, 300_000)).toBeNull();
  expect(nextHealthAt({ ...resting, lastErrorAt: ago(3 * hour) }, 300_000)).toEqual(
    new Date(now.getTime() + 300_000),
  );
  expect(nextHealthAt({ ...resting, isOnline: true }, 300_000)).not.toBeNull();
  expect(nextHealthAt({ ...resting, lastOnlineAt: null }, 300_000)).toBeNull();
});
