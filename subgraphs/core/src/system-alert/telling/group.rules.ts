import { isWorse } from "../alert.codes.ts";
import type { AlertSeverity, ToldChange } from "../alert.codes.ts";
import type { Labels } from "../silence/matcher.rules.ts";
import type { AlertPolicy } from "../policy/policy.rules.ts";

/** The same alert is not repeated within this time (spec of core). */
export const repeatAfterMs = 5 * 60_000;
/** A burst that goes on is waited for a little, so that it stays one notice, but not for ever. */
const settleMs = 3_000;
const waitsMax = 3;

export interface PendingChange {
  alertId: string;
  change: ToldChange;
  name: string;
  severity: AlertSeverity;
  at: Date;
  /** When people were last told that this very condition began. */
  lastToldAt: Date | null;
}

export interface GroupFacts {
  postedAt: Date | null;
  postedSeverity: AlertSeverity | null;
  postedNames: readonly string[];
}

export type Readiness =
  | { kind: "READY" }
  /** Why it is put off, and until when. */
  | { kind: "HELD"; reason: "QUIET_HOURS" | "REPEATED"; until: Date };

/** Whether a change may be told of now, as far as it alone goes. */
export function readiness(change: PendingChange, quietEnd: Date | null, now: Date): Readiness {
  if (quietEnd && change.severity !== "CRITICAL")
    return { kind: "HELD", reason: "QUIET_HOURS", until: quietEnd };
  if (change.change === "FIRED" && change.lastToldAt) {
    const until = new Date(change.lastToldAt.getTime() + repeatAfterMs);
    if (until > now) return { kind: "HELD", reason: "REPEATED", until };
  }
  return { kind: "READY" };
}

/**
 * When what waits in a group is told of: a little after the first of it, for others to come along. More of what people
 * know of already waits for the group's interval; another kind of alert, or a worse one, does not.
 */
export function dueOf(
  changes: readonly PendingChange[],
  group: GroupFacts,
  policy: Pick<AlertPolicy, "groupWaitSeconds" | "groupIntervalSeconds">,
): Date | null {
  const times = changes.map(({ at }) => at.getTime());
  if (times.length === 0) return null;
  const waitMs = policy.groupWaitSeconds * 1_000;
  const first = Math.min(...bounds(times));
  const last = Math.max(...bounds(times));
  const settled = Math.min(
    Math.max(first + waitMs, last + Math.min(settleMs, waitMs)),
    first + waitsMax * waitMs,
  );
  if (!group.postedAt || changes.some((change) => isNews(change, group))) return new Date(settled);
  return new Date(Math.max(settled, group.postedAt.getTime() + policy.groupIntervalSeconds * 1_000));
}

/** Spreading ten thousand numbers into a call would overflow the stack. */
function bounds(times: readonly number[]): [number, number] {
  return times.reduce<[number, number]>(
    ([low, high], at) => [Math.min(low, at), Math.max(high, at)],
    [Infinity, -Infinity],
  );
}

function isNews(
  { change, name, severity }: PendingChange,
  { postedSeverity, postedNames }: GroupFacts,
): boolean {
  if (change === "ESCALATED") return true;
  if (change === "RESOLVED") return false;
  return !postedNames.includes(name) || (postedSeverity !== null && isWorse(severity, postedSeverity));
}

/** What a group knows itself by. Escalations are told of apart, for others are to hear of them. */
export function groupKeyOf(labels: Labels, groupBy: readonly string[], escalation: number | null): string {
  const values = groupBy.map((label) => `${label}=${labels[label] ?? ""}`);
  return [...(escalation === null ? [] : [`escalation=${escalation}`]), ...values].join("\u001f") || "all";
}
