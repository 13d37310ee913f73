import { describe, expect, test } from "vitest";
import type { Answer } from "../outbound/answer.ts";
import { paceAfter, roomOf } from "./pace.rules.ts";
import type { Pace } from "./pace.rules.ts";
import { attemptsMax, givenUpAfterMs, isGivenUp, retryDelaysMs, verdictOn } from "./retry.rules.ts";

const answer = (part: Partial<Answer>): Answer => ({
  failure: "STATUS",
  statusCode: 500,
  latencyMs: 5,
  excerpt: "",
  retryAfterMs: null,
  ...part,
});

describe("what follows from an answer", () => {
  test("eight attempts in about a day, each later than the one before by more", () => {
    const delays = Array.from({ length: attemptsMax }, (_, failures) =>
      verdictOn(answer({}), failures, () => 0),
    );
    expect(delays.map((verdict) => (verdict.kind === "RETRY" ? verdict.delayMs : verdict.kind))).toEqual([
      ...retryDelaysMs,
      "FAILED",
    ]);
    expect(attemptsMax).toBe(8);
    const hours = retryDelaysMs.reduce((sum, ms) => sum + ms, 0) / 3_600_000;
    expect(hours).toBeGreaterThan(24);
    expect(hours).toBeLessThan(25);
  });

  test("waits are spread by a fifth", () => {
    expect(verdictOn(answer({}), 0, () => 1)).toMatchObject({ delayMs: retryDelaysMs[0] * 1.2 });
  });

  test.each([
    [{ failure: null, statusCode: 204 }, { kind: "SUCCEEDED" }],
    [{ statusCode: 410 }, { kind: "GONE" }],
    [
      { statusCode: 429, retryAfterMs: 90_000 },
      { kind: "RETRY", delayMs: 90_000, pauseMs: 90_000 },
    ],
    [
      { statusCode: 503, retryAfterMs: 90_000 },
      { kind: "RETRY", delayMs: 90_000, pauseMs: 90_000 },
    ],
    [
      { statusCode: 429, retryAfterMs: 1 },
      { kind: "RETRY", delayMs: retryDelaysMs[0], pauseMs: 1 },
    ],
    [
      { statusCode: 429, retryAfterMs: 1e12 },
      { kind: "RETRY", pauseMs: 6 * 3_600_000 },
    ],
    [
      { statusCode: 500, retryAfterMs: 90_000 },
      { kind: "RETRY", delayMs: retryDelaysMs[0], pauseMs: 0 },
    ],
    [
      { failure: "TIMEOUT", statusCode: null },
      { kind: "RETRY", delayMs: retryDelaysMs[0] },
    ],
  ] as const)("%j is %j", (part, verdict) => {
    expect(verdictOn(answer(part), 0, () => 0)).toMatchObject(verdict);
  });

  test("an endpoint is given up three days after its first failure, not sooner", () => {
    const now = new Date();
    expect(isGivenUp(null, now)).toBe(false);
    expect(isGivenUp(new Date(now.getTime() - givenUpAfterMs + 1), now)).toBe(false);
    expect(isGivenUp(new Date(now.getTime() - givenUpAfterMs), now)).toBe(true);
  });
});

describe("the pace of an endpoint", () => {
  const now = new Date("2026-11-22T05:02:00Z");
  const later = (ms: number) => new Date(now.getTime() + ms);
  const pace: Pace = {
    maxPerSecond: 10,
    maxConcurrent: 4,
    failingSince: null,
    pausedUntil: null,
    nextSendAt: null,
  };

  test("as many at a time as it allows, less those under way", () => {
    expect(roomOf(pace, 0, now).room).toBe(4);
    expect(roomOf(pace, 3, now).room).toBe(1);
    expect(roomOf(pace, 4, now)).toEqual({ room: 0, waitMs: null });
    expect(roomOf(pace, 9, now)).toEqual({ room: 0, waitMs: null });
  });

  test("one that fails gets one at a time", () => {
    const failing = { ...pace, failingSince: now };
    expect(roomOf(failing, 0, now).room).toBe(1);
    expect(roomOf(failing, 1, now).room).toBe(0);
  });

  test("one that asked for a pause gets nothing until it is over", () => {
    expect(roomOf({ ...pace, pausedUntil: later(500) }, 0, now)).toEqual({ room: 0, waitMs: 500 });
    expect(roomOf({ ...pace, pausedUntil: now }, 0, now).room).toBe(4);
  });

  test("over any ten seconds no more than its rate and one second's burst, however quickly it answers", () => {
    let nextSendAt: Date | null = null;
    let sent = 0;
    for (let ms = 0; ms < 10_000; ms += 7) {
      const { room } = roomOf({ ...pace, nextSendAt }, 0, later(ms));
      if (room === 0) continue;
      sent += room;
      nextSendAt = paceAfter({ ...pace, nextSendAt }, room, later(ms));
    }
    expect(sent).toBeGreaterThan(98);
    expect(sent).toBeLessThanOrEqual(110);
  });

  test("when there is no room for the rate, the wait it names is enough and not much more", () => {
    const full = { ...pace, nextSendAt: later(1_000) };
    const { room, waitMs } = roomOf(full, 0, now);
    expect(room).toBe(0);
    expect(waitMs).toBeGreaterThan(0);
    expect(roomOf(full, 0, later(waitMs ?? 0)).room).toBe(1);
    expect(waitMs).toBeLessThanOrEqual(101);
  });
});
