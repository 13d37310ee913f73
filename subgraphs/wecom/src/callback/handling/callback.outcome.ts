import { AppError } from "@wegraph/kit/errors";
import { backOffMs } from "@wegraph/kit/backOff";
import type { CallbackResult } from "../callback.handler.ts";
import type { CallbackStatus } from "../callback.kinds.ts";
import type { CallbackTimings } from "../callback.timings.ts";

/** What one handler made of a callback. */
export interface HandlerOutcome {
  handler: string;
  result: CallbackResult | { error: unknown };
}

/** What becomes of a callback: over, or to be tried again after a time. */
export interface CallbackOutcome {
  status: CallbackStatus;
  reason: string | null;
  /** Who did something with it. */
  handlers: string[];
  /** Null when it is over. */
  retryAfterMs: number | null;
}

/**
 * One handler that failed makes all of it be tried again, for handlers are idempotent. What one applied was handled,
 * even if it was old news to another.
 *
 * @param attempt counts from 1.
 */
export function outcomeOf(
  outcomes: readonly HandlerOutcome[],
  { attempt, isUnknown }: { attempt: number; isUnknown: boolean },
  { attemptsMax, retryBaseMs: baseMs, retryMaxMs: maxMs }: CallbackTimings,
): CallbackOutcome {
  const handlers = outcomes.filter(({ result }) => result === "applied").map(({ handler }) => handler);
  const failed = outcomes.find(({ result }) => typeof result === "object");
  if (failed && typeof failed.result === "object") {
    const reason = `${failed.handler}:${codeOf(failed.result.error)}`.slice(0, reasonMax);
    if (attempt >= attemptsMax) return { status: "FAILED", reason, handlers, retryAfterMs: null };
    return { status: "RECEIVED", reason, handlers, retryAfterMs: backOffMs(attempt, { baseMs, maxMs }) };
  }
  if (handlers.length > 0) return { status: "HANDLED", reason: null, handlers, retryAfterMs: null };
  const isLate = outcomes.some(({ result }) => result === "late");
  if (isLate) return { status: "LATE", reason: null, handlers, retryAfterMs: null };
  const nobody = isUnknown ? "UNKNOWN_TYPE" : "NO_HANDLER";
  const reason = outcomes.length === 0 ? nobody : "NOTHING_TO_DO";
  return { status: "IGNORED", reason, handlers, retryAfterMs: null };
}

export const unreadable: CallbackOutcome = {
  status: "FAILED",
  reason: "BODY_UNREADABLE",
  handlers: [],
  retryAfterMs: null,
};

const reasonMax = 200;

/** Only what is known to hold no personal data: an expected refusal's reason. */
function codeOf(error: unknown): string {
  return error instanceof AppError ? error.reason : "HANDLER_FAILED";
}
