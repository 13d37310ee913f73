import type { AlertCause, Finding } from "../../alert/finding.ts";
import type { DeviceOfflineCondition, MissingDataCondition } from "../rule.condition.ts";
import { decideSilence } from "../rule.decision.ts";
import { minuteMs } from "../rule.measures.ts";
import type { WatchedPatient } from "./patients.store.ts";

/** A device that is a patient's now. */
export interface BoundDevice {
  id: string;
  boundAt: Date;
  connection: string;
  lastContactAt: Date | null;
  intervalSeconds: number | null;
}

/** Since when a level holds: always the same moment for the same silence, so that a look that finds it again says nothing new. */
export interface Silence {
  at: Date;
  outcome: Finding["outcome"];
}

/** Null: there is nothing to complain of. What nobody expected before consent, or before the device was bound, is not missing. */
export function missingOf(
  condition: MissingDataCondition,
  { latest, lastReadingAt, consentAt }: WatchedPatient,
  devices: readonly BoundDevice[],
  now: Date,
): Silence | null {
  const { codes, expectedOnly } = condition;
  const expecting = devices.filter(({ intervalSeconds }) => intervalSeconds !== null);
  if (expectedOnly && expecting.length === 0) return null;
  const measured = codes.length === 0 ? [lastReadingAt] : codes.map((code) => latest[code]?.at ?? null);
  const newest = latestOf(measured);
  const begun = expectedOnly ? earliestOf(expecting.map(({ boundAt }) => boundAt)) : null;
  const since = latestOf([newest, begun, consentAt]);
  return since && silence(condition, since, now, { lastReadingAt: newest?.toISOString() ?? null });
}

/** Null: in contact, never seen, or not out of contact for long enough. */
export function offlineOf(
  condition: DeviceOfflineCondition,
  { connection, lastContactAt, boundAt }: BoundDevice,
  now: Date,
): Silence | null {
  if (connection !== "OFFLINE") return null;
  const since = latestOf([lastContactAt, boundAt]);
  return since && silence(condition, since, now, { lastContactAt: lastContactAt?.toISOString() ?? null });
}

function silence(
  condition: MissingDataCondition | DeviceOfflineCondition,
  since: Date,
  now: Date,
  facts: AlertCause["facts"],
): Silence | null {
  const silentMinutes = (now.getTime() - since.getTime()) / minuteMs;
  const level = decideSilence(condition, silentMinutes);
  if (!level) return null;
  const cause: AlertCause = {
    measure: null,
    value: level.minutes,
    unit: "min",
    operator: "GTE",
    limit: level.minutes,
    readings: [],
    facts: {
      since: since.toISOString(),
      ...(condition.kind === "MISSING_DATA" && { codes: condition.codes.join(" ") }),
      ...facts,
    },
  };
  return {
    at: new Date(since.getTime() + level.minutes * minuteMs),
    outcome: { is: "FIRES", severity: level.severity, cause },
  };
}

function latestOf(moments: readonly (Date | null)[]): Date | null {
  return moments.reduce((latest, each) => (each && (!latest || each > latest) ? each : latest), null);
}

function earliestOf(moments: readonly Date[]): Date | null {
  return moments.reduce<Date | null>((first, each) => (!first || each < first ? each : first), null);
}
