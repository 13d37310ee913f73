import type { AlertAudience, AlertChannels, AlertSeverity } from "./alert.codes.ts";

/** A step of the escalation chain: whom it tells of an alert that nobody has acknowledged. */
export interface ChainLevel {
  /** Since the alert was raised, or became this severe. */
  afterMinutes: number;
  severities: readonly AlertSeverity[];
  audience: AlertAudience;
  channels: AlertChannels;
}

export type Chain = readonly ChainLevel[];

/** The steps that an alert of this severity goes through, in their order. */
export function levelsOf(chain: Chain, severity: AlertSeverity): ChainLevel[] {
  return chain
    .filter(({ severities }) => severities.includes(severity))
    .toSorted((a, b) => a.afterMinutes - b.afterMinutes);
}

/** When the first step is due; null where there is none. */
export function firstDue(chain: Chain, severity: AlertSeverity, since: Date): Date | null {
  const [first] = levelsOf(chain, severity);
  return first ? later(since, first.afterMinutes) : null;
}

export interface Step {
  /** Null: the chain has become shorter meanwhile, and nothing is left of it. */
  level: ChainLevel | null;
  /** When the one after it is due; counted from the same moment, however late this one was done. */
  nextAt: Date | null;
}

/** The step that is due after so many were done. */
export function stepDue(chain: Chain, severity: AlertSeverity, done: number, dueAt: Date): Step {
  const levels = levelsOf(chain, severity);
  const level = levels[done] ?? null;
  const next = levels[done + 1];
  return { level, nextAt: level && next ? later(dueAt, next.afterMinutes - level.afterMinutes) : null };
}

function later(at: Date, minutes: number): Date {
  return new Date(at.getTime() + minutes * 60_000);
}
