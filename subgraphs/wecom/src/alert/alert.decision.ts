import { alertSeverities } from "./alert.codes.ts";
import type { AlertResolution, AlertSeverity } from "./alert.codes.ts";
import type { AlertKindInfo, AlertRuleValues } from "./alert.kinds.ts";

/** What is known of an account and a kind when it is decided what to do. */
export interface Watched {
  now: Date;
  /** What was measured; null when there is nothing to measure, which is as good as it gets. */
  value: number | null;
  /** When the condition began, where the measurement itself knows. */
  began: Date | null;
  rule: Pick<AlertRuleValues, "enabled" | "threshold" | "criticalAt" | "durationSeconds" | "severity">;
  isAccountGone: boolean;
  open: {
    severity: AlertSeverity;
    value: number;
    updatedAt: Date;
    clearingSince: Date | null;
  } | null;
  /** Since when the condition is waited on; null when it is not. */
  watchedSince: Date | null;
  /** When the last alert of the kind ended. */
  lastResolvedAt: Date | null;
  /** How soon after that another one may come. */
  repeatAfterMs: number;
}

export type Verdict =
  | { do: "NOTHING" }
  /** The condition holds, but not long enough, or the last alert has only just ended. */
  | { do: "WATCH"; since: Date }
  /** It was waited on, and is over. */
  | { do: "FORGET" }
  | { do: "RAISE"; severity: AlertSeverity; since: Date }
  | { do: "UPDATE"; severity: AlertSeverity; isEscalated: boolean }
  /** Good again, but perhaps not for good. */
  | { do: "CLEARING" }
  | { do: "RESOLVE"; resolution: Exclude<AlertResolution, "BY_HAND"> };

/** What lasts is written down so often at most: ten thousand open alerts must not be ten thousand writes a second. */
const updateEveryMs = 30_000;

/** What to do about one kind of one account: the one place where it is decided. */
export function decide(watched: Watched, kind: Pick<AlertKindInfo, "bad" | "clear">): Verdict {
  const { open, isAccountGone, rule } = watched;
  if (!open) return isAccountGone || !rule.enabled ? quiet(watched) : closed(watched, kind);
  if (isAccountGone) return { do: "RESOLVE", resolution: "ACCOUNT_DELETED" };
  if (!rule.enabled) return { do: "RESOLVE", resolution: "RULE_DISABLED" };
  return opened(watched, open, kind);
}

/** Whether a value is one that the rule complains of. */
function isBad(value: number, limit: number, bad: AlertKindInfo["bad"]): boolean {
  return bad === "ABOVE" ? value >= limit : value <= limit;
}

export function severityAt(
  value: number,
  { severity, criticalAt }: Pick<AlertRuleValues, "severity" | "criticalAt">,
  bad: AlertKindInfo["bad"],
): AlertSeverity {
  return criticalAt !== null && isBad(value, criticalAt, bad) ? "CRITICAL" : severity;
}

/** The worse of two values of a kind. */
export function worse(a: number, b: number, bad: AlertKindInfo["bad"]): number {
  return bad === "ABOVE" ? Math.max(a, b) : Math.min(a, b);
}

function quiet({ watchedSince }: Watched): Verdict {
  return watchedSince ? { do: "FORGET" } : { do: "NOTHING" };
}

function closed(watched: Watched, { bad }: Pick<AlertKindInfo, "bad">): Verdict {
  const { now, value, began, rule, watchedSince, lastResolvedAt, repeatAfterMs } = watched;
  if (value === null || !isBad(value, rule.threshold, bad)) return quiet(watched);
  const since = earliest(watchedSince, began) ?? now;
  const hasLasted = now.getTime() - since.getTime() >= rule.durationSeconds * 1_000;
  const isRepeat = lastResolvedAt !== null && now.getTime() - lastResolvedAt.getTime() < repeatAfterMs;
  if (hasLasted && !isRepeat) return { do: "RAISE", severity: severityAt(value, rule, bad), since };
  return watchedSince ? { do: "NOTHING" } : { do: "WATCH", since };
}

function opened(
  { now, value, rule }: Watched,
  open: NonNullable<Watched["open"]>,
  { bad, clear }: Pick<AlertKindInfo, "bad" | "clear">,
): Verdict {
  const margin = rule.threshold * clear.share;
  const clearAt = bad === "ABOVE" ? rule.threshold - margin : rule.threshold + margin;
  // The threshold itself is bad; so is what lies between it and where it counts as good again.
  const isGood = value === null || !(isBad(value, rule.threshold, bad) || isBeyond(value, clearAt, bad));
  if (isGood) {
    if (clear.seconds === 0) return { do: "RESOLVE", resolution: "CAUSE_GONE" };
    if (!open.clearingSince) return { do: "CLEARING" };
    const isOver = now.getTime() - open.clearingSince.getTime() >= clear.seconds * 1_000;
    return isOver ? { do: "RESOLVE", resolution: "CAUSE_GONE" } : { do: "NOTHING" };
  }
  const wanted = severityAt(value, rule, bad);
  const isEscalated = rank(wanted) > rank(open.severity);
  const isDue = now.getTime() - open.updatedAt.getTime() >= updateEveryMs;
  // It is as bad as before it was thought to clear: whoever looks must not go on reading that it is about to be over.
  if (!isEscalated && !open.clearingSince && !isDue) return { do: "NOTHING" };
  return { do: "UPDATE", severity: isEscalated ? wanted : open.severity, isEscalated };
}

function isBeyond(value: number, limit: number, bad: AlertKindInfo["bad"]): boolean {
  return bad === "ABOVE" ? value > limit : value < limit;
}

function rank(severity: AlertSeverity): number {
  return alertSeverities.indexOf(severity);
}

function earliest(a: Date | null, b: Date | null): Date | null {
  if (!a || !b) return a ?? b;
  return a < b ? a : b;
}
