import { defineEvent } from "@wegraph/kit/events";
import { z } from "zod";
import {
  alertAudiences,
  alertChanges,
  alertChannels,
  alertResolutions,
  alertSeverities,
  alertStates,
  ruleKinds,
} from "./alert.codes.ts";

const text = z.object({ title: z.string(), summary: z.string(), advice: z.string() });

/**
 * Everything a notification needs, so that whoever sends one asks nobody: what happened, in words of both languages, and
 * whose patient it is. The patient is named by the record's number, never by name. Fields are added, never changed.
 */
const payload = z.object({
  alertId: z.string(),
  /** Grows with each event of an alert. */
  version: z.number().int(),
  change: z.enum(alertChanges),
  patientId: z.string(),
  recordNumber: z.string(),
  clinicianUserId: z.string().nullable(),
  careTeamUserIds: z.array(z.string()),
  department: z.string().nullable(),
  ruleId: z.string(),
  deviceId: z.string().nullable(),
  kind: z.enum(ruleKinds),
  severity: z.enum(alertSeverities),
  state: z.enum(alertStates),
  /** LOINC code of what was compared, "news2"…; null where nothing was measured. */
  measure: z.string().nullable(),
  value: z.number().nullable(),
  /** UCUM. */
  unit: z.string().nullable(),
  operator: z.enum(["GT", "GTE", "LT", "LTE"]).nullable(),
  limit: z.number().nullable(),
  count: z.number().int(),
  /** When what caused it first and last was measured: ISO 8601. */
  causedAt: z.string(),
  lastCausedAt: z.string(),
  raisedAt: z.string(),
  resolvedAt: z.string().nullable(),
  resolution: z.enum(alertResolutions).nullable(),
  assignedToId: z.string().nullable(),
  /** Of ESCALATED: the level, counted from 1, and whom it tells. */
  escalation: z
    .object({ level: z.number().int(), audience: z.enum(alertAudiences), channels: z.enum(alertChannels) })
    .nullable(),
  texts: z.object({ "zh-CN": text, en: text }),
  /** Where the console shows it, below its address. */
  path: z.string(),
});
export type AlertEvent = z.infer<typeof payload>;

const entity = ({ alertId }: AlertEvent) => alertId;

export const healthAlertRaised = defineEvent("health.alert.raised.v1", payload, { entity });
export const healthAlertUpdated = defineEvent("health.alert.updated.v1", payload, { entity });
export const healthAlertResolved = defineEvent("health.alert.resolved.v1", payload, { entity });

/** All three, for those who follow alerts. */
export const healthAlertChanged = defineEvent("health.alert.*.v1", payload, { entity });
