import type { Answer, WebhookFailure } from "../outbound/answer.ts";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** How long after the first, second… failure the next attempt is made; after the last there is none. */
export const retryDelaysMs = [5 * second, minute, 10 * minute, hour, 3 * hour, 8 * hour, 12 * hour] as const;
export const attemptsMax = retryDelaysMs.length + 1;

/** What failed together should not come back together. */
const jitter = 0.2;
/** A receiver may ask for more time, within reason. */
const retryAfterMaxMs = 6 * hour;

/** No success for so long, and an endpoint is taken for dead. */
export const givenUpAfterMs = 3 * 24 * hour;

export type Verdict =
  | { kind: "SUCCEEDED" }
  /** `pauseMs`: the receiver wants nothing at all for so long. */
  | { kind: "RETRY"; failure: WebhookFailure; delayMs: number; pauseMs: number }
  | { kind: "FAILED"; failure: WebhookFailure }
  /** 410: the receiver wants nothing any more. */
  | { kind: "GONE"; failure: WebhookFailure };

/**
 * What follows from an answer.
 *
 * @param failures before this one, since the delivery was queued or replayed.
 */
export function verdictOn(answer: Answer, failures: number, random: () => number = Math.random): Verdict {
  const { failure, statusCode, retryAfterMs } = answer;
  if (failure === null) return { kind: "SUCCEEDED" };
  if (statusCode === 410) return { kind: "GONE", failure };
  const planned = retryDelaysMs[failures];
  if (planned === undefined) return { kind: "FAILED", failure };
  const asked = Math.min(retryAfterMs ?? 0, retryAfterMaxMs);
  const pauseMs = statusCode === 429 || statusCode === 503 ? asked : 0;
  const delayMs = Math.round(Math.max(planned * (1 + jitter * random()), pauseMs));
  return { kind: "RETRY", failure, delayMs, pauseMs };
}

/** Whether an endpoint that fails now has failed for too long. */
export function isGivenUp(failingSince: Date | null, now: Date): boolean {
  return failingSince !== null && now.getTime() - failingSince.getTime() >= givenUpAfterMs;
}
