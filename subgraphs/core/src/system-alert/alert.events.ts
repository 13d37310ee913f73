import { z } from "zod";
import { defineEvent } from "@wegraph/kit/events";
import { alertChanges, alertSeverities, alertSources, alertStates } from "./alert.codes.ts";

/** What others may know of an alert. Fields are added, never changed. */
const payload = z.object({
  alertId: z.string(),
  /** Grows with each event of an alert. */
  version: z.number().int(),
  change: z.enum(alertChanges),
  source: z.enum(alertSources),
  name: z.string(),
  severity: z.enum(alertSeverities),
  state: z.enum(alertStates),
});
export type SystemAlertEvent = z.infer<typeof payload>;

const entity = ({ alertId }: SystemAlertEvent) => alertId;

export const systemAlertRaised = defineEvent("core.system-alert.raised.v1", payload, { entity });
export const systemAlertUpdated = defineEvent("core.system-alert.updated.v1", payload, { entity });
export const systemAlertResolved = defineEvent("core.system-alert.resolved.v1", payload, { entity });

/** All three, for those who follow alerts. */
export const systemAlertChanged = defineEvent("core.system-alert.*.v1", payload, { entity });
