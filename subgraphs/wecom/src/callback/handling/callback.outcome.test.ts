import { AppError } from "@wegraph/kit/errors";
import { expect, test } from "vitest";
import { callbackTimings } from "../callback.timings.ts";
import { outcomeOf } from "./callback.outcome.ts";
import type { HandlerOutcome } from "./callback.outcome.ts";

const first = { attempt: 1, isUnknown: false };
const of = (outcomes: readonly HandlerOutcome[], given = first) =>
  outcomeOf(outcomes, given, callbackTimings);

test("what one handler applied was handled, whatever the others say", () => {
  const outcome = of([
    { handler: "a", result: "late" },
    { handler: "b", result: "applied" },
    { handler: "c", result: "ignored" },
  ]);
  expect(outcome).toEqual({ status: "HANDLED", reason: null, handlers: ["b"], retryAfterMs: null });
});

test("old news to one and nothing to the others is late", () => {
  const outcome = of([
    { handler: "a", result: "ignored" },
    { handler: "b", result: "late" },
  ]);
  expect(outcome).toMatchObject({ status: "LATE", retryAfterMs: null });
});

test("one that failed makes all of it be tried again, later each time, and names only a known reason", () => {
  const error = new AppError("UNAVAILABLE", "WECOM_AWAY", "with personal data");
  const outcomes: HandlerOutcome[] = [
    { handler: "a", result: "applied" },
    { handler: "b", result: { error } },
  ];
  for (const attempt of [1, 5, 9]) {
    const outcome = of(outcomes, { ...first, attempt });
    expect(outcome).toMatchObject({ status: "RECEIVED", reason: "b:WECOM_AWAY", handlers: ["a"] });
    expect(outcome.retryAfterMs).toBeGreaterThan(0);
    expect(outcome.retryAfterMs).toBeLessThanOrEqual(callbackTimings.retryBaseMs * 2 ** attempt);
  }
  expect(of(outcomes, { ...first, attempt: callbackTimings.attemptsMax })).toMatchObject({
    status: "FAILED",
    reason: "b:WECOM_AWAY",
    retryAfterMs: null,
  });
  expect(of([{ handler: "b", result: { error: new Error("13800138000") } }]).reason).toBe("b:HANDLER_FAILED");
});

test("what nobody wants is told apart from what nobody knows", () => {
  expect(of([])).toMatchObject({ status: "IGNORED", reason: "NO_HANDLER" });
  expect(of([], { attempt: 1, isUnknown: true })).toMatchObject({
    status: "IGNORED",
    reason: "UNKNOWN_TYPE",
  });
});
