import { businessDay } from "../../calendar.ts";
import type { AlertSeverity } from "../../alert/alert.codes.ts";
import type { Firing } from "./replay.rules.ts";

export interface PatientFiring extends Firing {
  patientId: string;
  recordNumber: string;
  deviceId: string | null;
}

export interface DayOfFirings {
  /** YYYY-MM-DD, in the tenant's time zone. */
  day: string;
  info: number;
  warning: number;
  critical: number;
}

const dayMs = 24 * 60 * 60_000;
const fieldOf: Record<AlertSeverity, "info" | "warning" | "critical"> = {
  INFO: "info",
  WARNING: "warning",
  CRITICAL: "critical",
};

/** So many by the day they would have been raised on; days without one are there too. */
export function byDay(
  firings: readonly Firing[],
  { from, to, zone }: { from: number; to: number; zone: string },
): DayOfFirings[] {
  const days = new Map<string, DayOfFirings>();
  // By half days: where clocks are put forward, a day has 23 hours.
  for (let at = from; at < to + dayMs / 2; at += dayMs / 2) {
    const day = businessDay(new Date(Math.min(at, to)), zone);
    if (!days.has(day)) days.set(day, { day, info: 0, warning: 0, critical: 0 });
  }
  for (const { raisedAt, severity } of firings) {
    const day = days.get(businessDay(new Date(raisedAt), zone));
    if (day) day[fieldOf[severity]] += 1;
  }
  return [...days.values()];
}

/** Of the one that lasted longest, in minutes; null where none was raised. One that is not over lasts to the end. */
export function longestMinutes(firings: readonly Firing[], to: number): number | null {
  if (firings.length === 0) return null;
  const longest = Math.max(...firings.map(({ raisedAt, clearedAt }) => (clearedAt ?? to) - raisedAt));
  return Math.round(longest / 60_000);
}
