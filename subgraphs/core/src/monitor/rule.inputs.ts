import { Field, Float, ID, InputType, Int } from "type-graphql";
import { z } from "zod";
import { text, uuid } from "@wegraph/kit/validate";
import type { AlertSeverity } from "../system-alert/alert.codes.ts";
import { SystemAlertSeverityEnum } from "../system-alert/alert.enums.ts";
import type { Measure, Operator } from "./monitor.codes.ts";
import { MonitorMeasureEnum, MonitorOperatorEnum } from "./monitor.enums.ts";
import {
  conditionFields,
  forSecondsMax,
  ruleFields,
  windowFits,
  windowProblem,
  windowSecondsMax,
} from "./rule.fields.ts";

@InputType({ description: "A label by its name." })
export class MonitoringLabelInput {
  @Field(() => String)
  name: string;

  @Field(() => String)
  value: string;
}

const optional = {
  description: ruleFields.description.nullish(),
  match: ruleFields.match.nullish(),
  measure: ruleFields.measure.nullish(),
  windowSeconds: ruleFields.windowSeconds.nullish(),
  labels: ruleFields.labels.nullish(),
  acrossTenants: z.boolean().nullish(),
};

@InputType({ description: "A new rule." })
export class CreateMonitorRuleInput {
  static readonly rules = z
    .object({
      name: ruleFields.name,
      metric: ruleFields.metric,
      operator: ruleFields.operator,
      threshold: ruleFields.threshold,
      forSeconds: ruleFields.forSeconds,
      severity: ruleFields.severity,
      ...optional,
      idempotencyKey: text(1, 200).nullish(),
    })
    .refine(
      ({ measure, windowSeconds }) => windowFits({ measure: measure ?? "VALUE", windowSeconds }),
      windowProblem,
    );

  @Field(() => String)
  name: string;

  @Field(() => String, { nullable: true })
  description?: string | null;

  @Field(() => String, { description: "As in `metricNames`." })
  metric: string;

  @Field(() => [MonitoringLabelInput], { nullable: true, description: "Labels that a series must have." })
  match?: MonitoringLabelInput[] | null;

  @Field(() => MonitorMeasureEnum, { nullable: true, description: "VALUE if not given." })
  measure?: Measure | null;

  @Field(() => MonitorOperatorEnum)
  operator: Operator;

  @Field(() => Float, {
    description: "In the metric's unit: a ratio is 0 to 1. Of a change in percent: percent.",
  })
  threshold: number;

  @Field(() => Int, { nullable: true, description: `Of a change, and only then: 30 to ${windowSecondsMax}.` })
  windowSeconds?: number | null;

  @Field(() => Int, { description: `0 to ${forSecondsMax}.` })
  forSeconds: number;

  @Field(() => SystemAlertSeverityEnum)
  severity: AlertSeverity;

  @Field(() => [MonitoringLabelInput], {
    nullable: true,
    description: "For silences, inhibition and grouping.",
  })
  labels?: MonitoringLabelInput[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "On the platform's tenant: look at every tenant's series.",
  })
  acrossTenants?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description: "A repeat with the same key and input gets the same answer.",
  })
  idempotencyKey?: string | null;
}

@InputType({ description: "What to change of a rule; what is not given stays." })
export class UpdateMonitorRuleInput {
  static readonly rules = z.object({
    ruleId: uuid(),
    expectedVersion: z.number().int().min(1).nullish(),
    name: ruleFields.name.nullish(),
    metric: ruleFields.metric.nullish(),
    operator: ruleFields.operator.nullish(),
    threshold: ruleFields.threshold.nullish(),
    forSeconds: ruleFields.forSeconds.nullish(),
    severity: ruleFields.severity.nullish(),
    ...optional,
    isEnabled: z.boolean().nullish(),
  });

  @Field(() => ID)
  ruleId: string;

  @Field(() => Int, {
    nullable: true,
    description: "The version you have seen: CONFLICT if it is another by now.",
  })
  expectedVersion?: number | null;

  @Field(() => String, { nullable: true })
  name?: string | null;

  @Field(() => String, { nullable: true })
  description?: string | null;

  @Field(() => String, { nullable: true })
  metric?: string | null;

  @Field(() => [MonitoringLabelInput], { nullable: true })
  match?: MonitoringLabelInput[] | null;

  @Field(() => MonitorMeasureEnum, { nullable: true, description: "VALUE takes the window away." })
  measure?: Measure | null;

  @Field(() => MonitorOperatorEnum, { nullable: true })
  operator?: Operator | null;

  @Field(() => Float, { nullable: true })
  threshold?: number | null;

  @Field(() => Int, { nullable: true })
  windowSeconds?: number | null;

  @Field(() => Int, { nullable: true })
  forSeconds?: number | null;

  @Field(() => SystemAlertSeverityEnum, { nullable: true })
  severity?: AlertSeverity | null;

  @Field(() => [MonitoringLabelInput], { nullable: true })
  labels?: MonitoringLabelInput[] | null;

  @Field(() => Boolean, { nullable: true })
  acrossTenants?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "Switched off, it ends the alerts it has." })
  isEnabled?: boolean | null;
}

@InputType({ description: "Which rule." })
export class MonitorRuleInput {
  static readonly rules = z.object({ ruleId: uuid() });

  @Field(() => ID)
  ruleId: string;
}

@InputType({ description: "A condition to try on what was measured." })
export class MonitorConditionInput {
  static readonly rules = z
    .object({
      ...conditionFields,
      match: conditionFields.match.nullish(),
      measure: conditionFields.measure.nullish(),
      windowSeconds: conditionFields.windowSeconds.nullish(),
    })
    .refine(
      ({ measure, windowSeconds }) => windowFits({ measure: measure ?? "VALUE", windowSeconds }),
      windowProblem,
    );

  @Field(() => String)
  metric: string;

  @Field(() => [MonitoringLabelInput], { nullable: true })
  match?: MonitoringLabelInput[] | null;

  @Field(() => MonitorMeasureEnum, { nullable: true })
  measure?: Measure | null;

  @Field(() => MonitorOperatorEnum)
  operator: Operator;

  @Field(() => Float)
  threshold: number;

  @Field(() => Int, { nullable: true })
  windowSeconds?: number | null;

  @Field(() => Int)
  forSeconds: number;
}
