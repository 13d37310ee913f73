import { defineEvent } from "@wegraph/kit/events";
import { z } from "zod";
import { ruleKinds } from "../alert/alert.codes.ts";

export const ruleChanges = ["CREATED", "UPDATED", "DELETED"] as const;
export type RuleChange = (typeof ruleChanges)[number];

/** Everything others may know about a rule; whom it names is not among it. Add fields; never change one. */
const payload = z.object({
  ruleId: z.string(),
  change: z.enum(ruleChanges),
  kind: z.enum(ruleKinds),
  /** Of a rule that was shipped; null for a tenant's own. */
  shippedKey: z.string().nullable(),
  isEnabled: z.boolean(),
  /** It names patients: for those who see one of them. */
  isIndividual: z.boolean(),
  version: z.number().int(),
});
export type RuleEvent = z.infer<typeof payload>;

const entity = ({ ruleId }: RuleEvent) => ruleId;

export const ruleEvents = {
  CREATED: defineEvent("health.rule.created.v1", payload, { entity }),
  UPDATED: defineEvent("health.rule.updated.v1", payload, { entity }),
  DELETED: defineEvent("health.rule.deleted.v1", payload, { entity }),
} as const;

/** All of them, for those who follow rules. */
export const ruleChanged = defineEvent("health.rule.*.v1", payload, { entity });
