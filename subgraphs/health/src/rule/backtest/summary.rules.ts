import { businessDay } from "../../calendar.ts";
import type { AlertSeverity } from "../../alert/alert.codes.ts";
import type { Firing } from "./replay.rules.ts";

export interface PatientFiring extends Firing {
  patientId: string;
  recordNumber: string;
  deviceId: string | null;
}

export interface DayOfFirings {
  /** YYYY-MM-DD, in the business time zone. */
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
export function byDay(firings: readonly Firing[], from: number, to: number): DayOfFirings[] {
  const days = new Map<string, DayOfFirings>();
  for (let at = from; at < to + dayMs; at += dayMs) {
    const day = businessDay(new Date(Math.min(at, to)));
    if (!days.has(day)) days.set(day, { day, info: 0, warning: 0, critical: 0 });
  }
  for (const { raisedAt, severity } of firings) {
    const day = days.get(businessDay(new Date(raisedAt)));
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
