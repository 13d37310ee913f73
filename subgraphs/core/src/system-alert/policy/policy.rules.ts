import { z } from "zod";
import { alertSeverities } from "../alert.codes.ts";
import type { Inhibition } from "../telling/suppression.rules.ts";
import { matchersShape } from "../silence/matcher.rules.ts";

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "HH:MM");

export const quietHoursShape = z.object({
  /** Of the tenant's clock; one that ends before it begins goes past midnight. */
  from: clockTime,
  to: clockTime,
  /** ISO: 1 is Monday. The day on which it begins. */
  days: z.array(z.number().int().min(1).max(7)).max(7),
});
export type QuietHours = z.infer<typeof quietHoursShape>;

const escalationStepShape = z.object({
  /** Since people were first told; nobody has acknowledged it since. */
  afterMinutes: z.number().int().min(1).max(1_440),
  raiseTo: z.enum(alertSeverities).nullable(),
  /** Nobody named: whoever may acknowledge alerts. */
  userIds: z.array(z.string()).max(50),
});
export type EscalationStep = z.infer<typeof escalationStepShape>;

const inhibitionShape = z.object({
  source: matchersShape,
  target: matchersShape,
  equal: z.array(z.string()).max(10),
});

export const policyShape = z.object({
  /** Alerts with the same values of these labels are told of together; none: all of a tenant's. */
  groupBy: z.array(z.string()).max(5),
  groupWaitSeconds: z.number().int().min(0).max(300),
  groupIntervalSeconds: z.number().int().min(10).max(86_400),
  quietHours: quietHoursShape.nullable(),
  escalation: z.array(escalationStepShape).max(5),
  inhibitions: z.array(inhibitionShape).max(50),
});
export type AlertPolicy = z.infer<typeof policyShape>;

/** A dead database is the cause of all that depends on it: one alert tells more than a dozen. */
const shippedInhibitions: readonly Inhibition[] = [
  {
    source: [{ label: "alert", operator: "EQUAL", value: "database-silent" }],
    target: [{ label: "depends-on", operator: "EQUAL", value: "database" }],
    equal: [],
  },
];

export const shippedPolicy: AlertPolicy = {
  groupBy: [],
  groupWaitSeconds: 10,
  groupIntervalSeconds: 300,
  quietHours: null,
  escalation: [
    { afterMinutes: 15, raiseTo: "CRITICAL", userIds: [] },
    { afterMinutes: 60, raiseTo: null, userIds: [] },
  ],
  inhibitions: shippedInhibitions.map(({ source, target, equal }) => ({
    source: [...source],
    target: [...target],
    equal: [...equal],
  })),
};

export function policyOf(document: unknown): AlertPolicy {
  return document === null ? shippedPolicy : policyShape.parse(document);
}
