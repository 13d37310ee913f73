import { defineEvent } from "@wegraph/kit/events";
import { z } from "zod";
import {
  alertActions,
  alertKinds,
  alertResolutions,
  alertSeverities,
  alertStates,
  alertUnits,
} from "./alert.codes.ts";

/** What happened to an alert. */
export const alertChanges = [
  "RAISED",
  "MEASURED",
  "ESCALATED",
  "CLEARING",
  "ACKNOWLEDGED",
  "ACTED",
  "RESOLVED",
] as const;
export type AlertChange = (typeof alertChanges)[number];

const text = z.object({ title: z.string(), advice: z.string(), summary: z.string() });

/**
 * Everything a notification needs, so that whoever sends one asks nobody: what happened, in words of both languages, and
 * who may hear of it. Fields are added, never changed. `notify` says that the rule wants people told of this very event.
 */
const payload = z.object({
  alertId: z.string(),
  /** Grows with each event of an alert. */
  version: z.number().int(),
  change: z.enum(alertChanges),
  notify: z.boolean(),
  accountId: z.string(),
  accountName: z.string(),
  group: z.string().nullable(),
  ownerUserId: z.string().nullable(),
  boundUserIds: z.array(z.string()),
  department: z.string().nullable(),
  kind: z.enum(alertKinds),
  severity: z.enum(alertSeverities),
  state: z.enum(alertStates),
  unit: z.enum(alertUnits),
  value: z.number(),
  peak: z.number(),
  threshold: z.number(),
  count: z.number().int(),
  /** ISO 8601. */
  since: z.string(),
  raisedAt: z.string(),
  resolvedAt: z.string().nullable(),
  resolution: z.enum(alertResolutions).nullable(),
  /** Done, or tried, by itself. */
  actions: z.array(z.enum(alertActions)),
  texts: z.object({ "zh-CN": text, en: text }),
  /** Where the console shows it, below its address. */
  path: z.string(),
});
export type AlertEvent = z.infer<typeof payload>;

const entity = ({ alertId }: AlertEvent) => alertId;

export const accountAlertRaised = defineEvent("wecom.account-alert.raised.v1", payload, { entity });
export const accountAlertUpdated = defineEvent("wecom.account-alert.updated.v1", payload, { entity });
export const accountAlertResolved = defineEvent("wecom.account-alert.resolved.v1", payload, { entity });

/** All three, for those who follow alerts. */
export const accountAlertChanged = defineEvent("wecom.account-alert.*.v1", payload, { entity });
