import { Field, Float, ID, InputType, Int } from "type-graphql";
import { uuid } from "@wegraph/kit/validate";
import { z } from "zod";
import type { AlertAction, AlertKind, AlertSeverity } from "../alert.codes.ts";
import { AlertActionEnum, AlertKindEnum, AlertSeverityEnum } from "../alert.enums.ts";
import { alertKindTable } from "../alert.kinds.ts";

const dayS = 86_400;

interface Given {
  kind: AlertKind;
  threshold: number;
  criticalAt?: number | null | undefined;
  autoActions: AlertAction[];
}

const values = {
  enabled: z.boolean(),
  threshold: z.number(),
  criticalAt: z.number().nullish(),
  durationSeconds: z.number().int().min(0).max(dayS, `at most ${dayS}, a day`),
  severity: z.enum(AlertSeverityEnum),
  autoActions: z.array(z.enum(AlertActionEnum)).transform((actions) => [...new Set(actions)]),
};

const target = { kind: z.enum(AlertKindEnum), accountId: uuid().nullish() };

/** What the kind says about its thresholds and acts. */
function checkKind(rule: Given, context: z.RefinementCtx): void {
  const { range, bad, actions } = alertKindTable[rule.kind];
  const issue = (path: (string | number)[], message: string) =>
    context.addIssue({ code: "custom", path, message });
  const isWithin = (value: number) => value >= range.min && value <= range.max;
  const { threshold, criticalAt } = rule;
  if (!isWithin(threshold)) issue(["threshold"], `${range.min} to ${range.max}`);
  if (criticalAt != null && !isWithin(criticalAt)) issue(["criticalAt"], `${range.min} to ${range.max}`);
  else if (criticalAt != null && (bad === "ABOVE" ? criticalAt < threshold : criticalAt > threshold))
    issue(["criticalAt"], "must be worse than the threshold");
  for (const [i, action] of rule.autoActions.entries())
    if (!actions.includes(action)) issue(["autoActions", i], "not possible for this kind of alert");
}

@InputType({ description: "A rule, for the whole tenant or for one account." })
export class SetAccountAlertRuleInput {
  static readonly rules: z.ZodType = z
    .object({ ...target, ...values, expectedVersion: z.number().int().min(0).nullish() })
    .superRefine(checkKind);

  @Field(() => AlertKindEnum)
  kind: AlertKind;

  @Field(() => ID, { nullable: true, description: "For this account alone; the tenant's when left out." })
  accountId?: string | null;

  @Field(() => Boolean)
  enabled: boolean;

  @Field(() => Float, { description: "In the unit of the kind, between its `min` and `max`." })
  threshold: number;

  @Field(() => Float, { nullable: true, description: "Where it becomes CRITICAL; null for never." })
  criticalAt?: number | null;

  @Field(() => Int, { description: "0 to 86400." })
  durationSeconds: number;

  @Field(() => AlertSeverityEnum)
  severity: AlertSeverity;

  @Field(() => [AlertActionEnum])
  autoActions: AlertAction[];

  @Field(() => Int, {
    nullable: true,
    description: "The version you saw, 0 for none of its own; another one now is a CONFLICT.",
  })
  expectedVersion?: number | null;
}

@InputType({ description: "A rule to try out." })
export class PreviewAccountAlertRuleInput {
  static readonly rules: z.ZodType = z.object({ ...target, ...values }).superRefine(checkKind);

  @Field(() => AlertKindEnum)
  kind: AlertKind;

  @Field(() => ID, { nullable: true, description: "Only for this account." })
  accountId?: string | null;

  @Field(() => Boolean)
  enabled: boolean;

  @Field(() => Float)
  threshold: number;

  @Field(() => Float, { nullable: true })
  criticalAt?: number | null;

  @Field(() => Int)
  durationSeconds: number;

  @Field(() => AlertSeverityEnum)
  severity: AlertSeverity;

  @Field(() => [AlertActionEnum])
  autoActions: AlertAction[];
}

@InputType({ description: "A rule to be taken back: what it stood in for holds again." })
export class ResetAccountAlertRuleInput {
  static readonly rules = z.object(target);

  @Field(() => AlertKindEnum)
  kind: AlertKind;

  @Field(() => ID, { nullable: true, description: "The account's own; the tenant's when left out." })
  accountId?: string | null;
}
