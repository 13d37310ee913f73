import { nextHeartbeatAt } from "../account/account.timings.ts";
import { movedRatio } from "./heartbeats.ts";
import type { StepContext, StepResult } from "./step.ts";

export interface Beaten {
  /** Round trip; null for one that got no answer. */
  latencyMs: number | null;
  /** In a row, this one included; 0 for one that was answered. */
  missed: number;
  callbackUrl?: string | null;
}

/** ONLINE, and a heartbeat that changes no state: written with many others. */
export function unremarkable(
  { row, now, timings }: StepContext,
  { latencyMs, missed, callbackUrl = null }: Beaten,
): StepResult {
  const at = now();
  const answered = missed === 0;
  return {
    kind: "beat",
    beat: {
      accountId: row.accountId,
      wakes: row.wakes,
      latencyMs,
      missed,
      callbackUrl,
      at: answered ? at : null,
      ratio: movedRatio(row.heartbeatRatio, answered),
      afterMs: answered
        ? nextHeartbeatAt(row.accountId, at, timings.heartbeatMs).getTime() - at.getTime()
        : timings.heartbeatRetryMs,
    },
  };
}
