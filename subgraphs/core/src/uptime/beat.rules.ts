import { beatPeriodMs } from "@wegraph/kit/samples";
import type { Beat } from "@wegraph/kit/samples";
import type { HealthStatus } from "./health.status.ts";

/** A process that misses three in a row is taken for dead. */
const missedBeats = 3;
/** And a moment for the one that is under way. */
export const silentMs = missedBeats * beatPeriodMs + 5_000;
/** What did not change is written down this often all the same, so that gaps are told from standing still. */
export const repeatMs = 5 * 60_000;

export interface Finding {
  /** Empty: the process itself. */
  part: string;
  status: HealthStatus;
  isCritical: boolean;
  neededBy: string;
  latencyMs: number | null;
}

/** What a beat says of the process and of each thing that it needs. */
export function findingsOf({ parts }: Pick<Beat, "parts">): Finding[] {
  const down = parts.filter(({ ok }) => !ok);
  const isDown = down.some(({ critical }) => critical);
  const worst = isDown ? "DOWN" : down.length > 0 ? "DEGRADED" : "UP";
  return [
    // A process that beats is there; without something critical it cannot do its work.
    { part: "", status: worst, isCritical: true, neededBy: "", latencyMs: null },
    ...parts.map(({ name, ok, critical, neededBy, latencyMs }): Finding => ({
      part: name,
      status: ok ? "UP" : "DOWN",
      isCritical: critical,
      neededBy,
      latencyMs,
    })),
  ];
}
