import type { Answer } from "../../webhook/outbound/answer.ts";
import { refused } from "../adapter.ts";
import type { Outcome } from "../adapter.ts";

const answerMax = 500;

/** What may be kept and shown of an answer. */
export function shownAnswer({ statusCode, excerpt }: Answer): string | null {
  if (statusCode === null) return null;
  return `HTTP ${statusCode} ${excerpt ?? ""}`.trim().slice(0, answerMax);
}

/**
 * What came of a call that is answered with JSON; `read` decides by the vendor's own words, whatever the status. What
 * it leaves undecided is judged by the status.
 */
export function httpOutcome(
  answer: Answer,
  read: (body: Readonly<Record<string, unknown>>, shown: string | null) => Outcome | undefined,
): Outcome {
  const { failure, statusCode, retryAfterMs } = answer;
  const shown = shownAnswer(answer);
  if (failure === "ADDRESS_UNUSABLE") return refused("ADDRESS_UNUSABLE");
  if (failure === "TLS_FAILED") return refused("TLS_FAILED", { isFinal: false });
  if (statusCode === null)
    return {
      kind: "UNKNOWN",
      answer: null,
      failure: failure === "TIMEOUT" || failure === "ANSWER_MALFORMED" ? failure : "CONNECTION_FAILED",
    };
  const body = objectIn(answer.excerpt);
  const decided = body && read(body, shown);
  if (decided) return decided;
  if (statusCode === 429)
    return refused("RATE_LIMITED", { isFinal: false, pauseMs: retryAfterMs ?? 0, answer: shown });
  // What answers in another's name has not looked at whether the vendor did its work.
  if (statusCode >= 500) return { kind: "UNKNOWN", failure: "SERVER_ERROR", answer: shown };
  if (statusCode >= 300) return refused("REFUSED", { answer: shown });
  return { kind: "UNKNOWN", failure: "ANSWER_MALFORMED", answer: shown };
}

function objectIn(text: string | null): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? "");
    return typeof value === "object" && value !== null
      ? Object.fromEntries(Object.entries(value))
      : undefined;
  } catch {
    return undefined; // no JSON: the status has to do
  }
}
