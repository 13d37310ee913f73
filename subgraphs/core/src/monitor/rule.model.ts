import { Directive, Field, Float, ID, Int, ObjectType } from "type-graphql";
import { connectionOf } from "@wegraph/kit/page";
import { DateTime } from "@wegraph/kit/scalars";
import type { AlertSeverity } from "../system-alert/alert.codes.ts";
import { SystemAlertSeverityEnum } from "../system-alert/alert.enums.ts";
import { BilingualText } from "../notification/notice.model.ts";
import { MonitoringLabel } from "../system-alert/alert.model.ts";
import type { Measure, Operator } from "./monitor.codes.ts";
import { MonitorMeasureEnum, MonitorOperatorEnum } from "./monitor.enums.ts";

@Directive('@key(fields: "id")')
@ObjectType({
  description: "A condition on a metric that raises alerts, one for each series that it holds for.",
})
export class MonitorRule {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  name: string;

  @Field(() => BilingualText, { description: "The name; of a shipped rule in both languages." })
  title: BilingualText;

  @Field(() => BilingualText)
  description: BilingualText;

  @Field(() => Boolean, {
    description: "It came with the platform: it can be changed and switched off, not deleted.",
  })
  isShipped: boolean;

  @Field(() => String, { description: "What its alerts are named by: the label `alert`." })
  alertName: string;

  @Field(() => String)
  metric: string;

  @Field(() => BilingualText)
  metricTitle: BilingualText;

  @Field(() => String, {
    nullable: true,
    description: "Of the threshold: RATIO, SECONDS, COUNT…; null if unknown.",
  })
  unit: string | null;

  @Field(() => [MonitoringLabel], { description: "Labels that a series must have." })
  match: MonitoringLabel[];

  @Field(() => MonitorMeasureEnum)
  measure: Measure;

  @Field(() => MonitorOperatorEnum)
  operator: Operator;

  @Field(() => Float)
  threshold: number;

  @Field(() => Int, { nullable: true, description: "Over which a change is measured." })
  windowSeconds: number | null;

  @Field(() => Int, { description: "It must hold for so long without a gap." })
  forSeconds: number;

  @Field(() => SystemAlertSeverityEnum)
  severity: AlertSeverity;

  @Field(() => [MonitoringLabel], { description: "Given to its alerts." })
  labels: MonitoringLabel[];

  @Field(() => Boolean, { description: "Looks at every tenant's series; the platform's rules only." })
  acrossTenants: boolean;

  @Field(() => Boolean)
  isEnabled: boolean;

  @Field(() => Int, { description: "Grows with every change." })
  version: number;

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => DateTime)
  updatedAt: Date;
}

export const MonitorRuleConnection = connectionOf(() => MonitorRule, "MonitorRule");

@ObjectType({ description: "The rule as it is now." })
export class MonitorRulePayload {
  @Field(() => MonitorRule)
  rule: MonitorRule;
}

@ObjectType({ description: "A time in which a condition would have fired." })
export class MonitorFiring {
  @Field(() => [MonitoringLabel])
  labels: MonitoringLabel[];

  @Field(() => DateTime)
  since: Date;

  @Field(() => DateTime)
  raisedAt: Date;

  @Field(() => DateTime, { nullable: true, description: "Null: it would still." })
  resolvedAt: Date | null;

  @Field(() => Float, { nullable: true })
  peak: number | null;
}

@ObjectType({ description: "What a condition would have done with what was measured in the last day." })
export class MonitorBackTest {
  @Field(() => DateTime, { description: "Since when there is something to try it on." })
  from: Date;

  @Field(() => DateTime)
  to: Date;

  @Field(() => Int)
  seriesCount: number;

  @Field(() => Int, { description: "It was tried on so many of the series." })
  looked: number;

  @Field(() => Int)
  sampleCount: number;

  @Field(() => [MonitorFiring], { description: "The newest first, at most 200." })
  firings: MonitorFiring[];
}
