import type { DeliveryFailure, Outcome, Trace } from "../adapter.ts";

const second = 1_000;

/** After the first, second… failure; then another channel stands in: whoever is to know shall not wait for long. */
export const retryDelaysMs = [5 * second, 20 * second, 60 * second] as const;
/** When to ask what became of what may not be repeated; vendors' lists lag behind. */
const traceDelaysMs = [10 * second, 30 * second, 90 * second] as const;
/** What failed together should not come back together. */
const jitter = 0.2;

export type Verdict =
  | { kind: "SENT"; reference: string | null }
  | { kind: "RETRY"; failure: DeliveryFailure; delayMs: number; pauseMs: number; isUnknown: boolean }
  | { kind: "FAILED"; failure: DeliveryFailure; pauseMs: number }
  | { kind: "UNKNOWN"; failure: DeliveryFailure };

export interface Circumstances {
  /** Failures before this one. */
  failures: number;
  /** Made once, whatever comes of it: a try-out, or the channel is sick. */
  isOnce: boolean;
  isRepeatable: boolean;
  /** The vendor can be asked what became of it. */
  isTraceable: boolean;
}

/** What follows from what came of an attempt, or of a question about one. */
export function verdictOn(
  outcome: Outcome | Extract<Trace, { kind: "NO_TRACE" }>,
  { failures, isOnce, isRepeatable, isTraceable }: Circumstances,
  random: () => number = Math.random,
): Verdict {
  if (outcome.kind === "DONE") return { kind: "SENT", reference: outcome.reference };
  const failure = outcome.kind === "NO_TRACE" ? "NO_TRACE" : outcome.failure;
  const isUnknown = outcome.kind !== "REFUSED" && !isRepeatable;
  if (isUnknown && !isTraceable) return { kind: "UNKNOWN", failure };
  const pauseMs = outcome.kind === "REFUSED" ? outcome.pauseMs : 0;
  const isFinal = outcome.kind === "REFUSED" && outcome.isFinal;
  const planned = (isUnknown ? traceDelaysMs : retryDelaysMs)[failures];
  // A question costs nothing, so what may have been sent is asked for even of a sick channel.
  if (planned === undefined || isFinal || (isOnce && !isUnknown))
    return isUnknown ? { kind: "UNKNOWN", failure } : { kind: "FAILED", failure, pauseMs };
  const delayMs = Math.round(Math.max(planned * (1 + jitter * random()), pauseMs));
  return { kind: "RETRY", failure, delayMs, pauseMs, isUnknown };
}
