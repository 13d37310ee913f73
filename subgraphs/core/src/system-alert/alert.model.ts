import { Directive, Field, Float, ID, Int, ObjectType } from "type-graphql";
import { connectionOf } from "@wegraph/kit/page";
import { DateTime } from "@wegraph/kit/scalars";
import { Json } from "../scalars.ts";
import { BilingualText } from "../notification/notice.model.ts";
import { MonitorMeasureEnum, MonitorOperatorEnum } from "../monitor/monitor.enums.ts";
import type { Measure, Operator } from "../monitor/monitor.codes.ts";
import type {
  AlertChange,
  AlertEntryType,
  AlertResolution,
  AlertSeverity,
  AlertSource,
  AlertState,
  SuppressionKind,
} from "./alert.codes.ts";
import {
  SystemAlertChangeEnum,
  SystemAlertEntryTypeEnum,
  SystemAlertResolutionEnum,
  SystemAlertSeverityEnum,
  SystemAlertSourceEnum,
  SystemAlertStateEnum,
  SystemAlertSuppressionKindEnum,
} from "./alert.enums.ts";

@ObjectType({ description: "A label of an alert or series." })
export class MonitoringLabel {
  @Field(() => String)
  name: string;

  @Field(() => String)
  value: string;
}

@ObjectType({ description: "Why people are not told of an alert, as it was decided last." })
export class SystemAlertSuppression {
  @Field(() => SystemAlertSuppressionKindEnum)
  kind: SuppressionKind;

  @Field(() => DateTime, { nullable: true, description: "Null: until its cause is gone." })
  until: Date | null;

  @Field(() => DateTime, { nullable: true, description: "When it was decided." })
  at: Date | null;

  @Field(() => ID, { nullable: true, description: "The silence." })
  silenceId: string | null;

  @Field(() => String, { nullable: true, description: "What the silence's author wrote." })
  comment: string | null;

  @Field(() => ID, { nullable: true, description: "The alert whose consequence it is." })
  byAlertId: string | null;

  @Field(() => String, { nullable: true, description: "That alert's name." })
  byName: string | null;
}

@Directive('@key(fields: "id")')
@ObjectType({
  description: "Something is wrong: with the platform, the business, or what another domain tells of.",
})
export class SystemAlert {
  @Field(() => ID)
  id: string;

  @Field(() => SystemAlertSourceEnum)
  source: AlertSource;

  @Field(() => ID, { description: "The rule's id, or the alert's in its own domain." })
  sourceId: string;

  @Field(() => String, { description: "What silences know it by, as the label `alert`." })
  name: string;

  @Field(() => BilingualText)
  title: BilingualText;

  @Field(() => BilingualText, {
    description: "In one sentence: what was measured, where, and what is allowed.",
  })
  summary: BilingualText;

  @Field(() => [MonitoringLabel], { description: "Beside `alert` and `severity`, which every alert has." })
  labels: MonitoringLabel[];

  @Field(() => String, { nullable: true })
  metric: string | null;

  @Field(() => MonitorMeasureEnum, { nullable: true })
  measure: Measure | null;

  @Field(() => MonitorOperatorEnum, { nullable: true })
  operator: Operator | null;

  @Field(() => Float, { nullable: true })
  threshold: number | null;

  @Field(() => String, {
    nullable: true,
    description: "Of value, peak and threshold: RATIO, SECONDS, COUNT…",
  })
  unit: string | null;

  @Field(() => Float, { nullable: true, description: "As measured last; null where nothing is." })
  value: number | null;

  @Field(() => Float, { nullable: true, description: "The worst so far." })
  peak: number | null;

  @Field(() => SystemAlertSeverityEnum)
  severity: AlertSeverity;

  @Field(() => SystemAlertStateEnum)
  state: AlertState;

  @Field(() => DateTime, { description: "When the condition began, which may be before it was raised." })
  since: Date;

  @Field(() => DateTime)
  raisedAt: Date;

  @Field(() => DateTime)
  updatedAt: Date;

  @Field(() => Boolean, { description: "It comes and goes: it must be good for longer before it is over." })
  isFlapping: boolean;

  @Field(() => DateTime, {
    nullable: true,
    description: "Since when nothing is measured; it stays as it was.",
  })
  staleSince: Date | null;

  @Field(() => DateTime, { nullable: true })
  acknowledgedAt: Date | null;

  @Field(() => String, { nullable: true })
  acknowledgeNote: string | null;

  @Field(() => DateTime, { nullable: true })
  resolvedAt: Date | null;

  @Field(() => SystemAlertResolutionEnum, { nullable: true })
  resolution: AlertResolution | null;

  @Field(() => String, { nullable: true })
  resolveNote: string | null;

  @Field(() => DateTime, { nullable: true, description: "When people were first told; null: they were not." })
  notifiedAt: Date | null;

  @Field(() => SystemAlertSuppression, { nullable: true })
  suppression: SystemAlertSuppression | null;

  @Field(() => Int, { description: "How often it went further because nobody took it on." })
  escalations: number;

  @Field(() => String, { nullable: true, description: "Of the console: what it is about." })
  path: string | null;

  @Field(() => Int, { description: "Grows with every change; a lower one than you have seen is old news." })
  version: number;

  acknowledgedById: string | null;
  resolvedById: string | null;
}

export const SystemAlertConnection = connectionOf(() => SystemAlert, "SystemAlert");

@ObjectType({ description: "A line of an alert's timeline." })
export class SystemAlertEntry {
  @Field(() => ID)
  id: string;

  @Field(() => DateTime)
  at: Date;

  @Field(() => SystemAlertEntryTypeEnum)
  type: AlertEntryType;

  @Field(() => Float, { nullable: true })
  value: number | null;

  @Field(() => SystemAlertSeverityEnum, { nullable: true })
  severity: AlertSeverity | null;

  @Field(() => String, { nullable: true })
  note: string | null;

  @Field(() => Json, {
    description: "Why, and which: of a suppression its reason, of a notice how many it told of.",
  })
  detail: unknown;

  actorKind: string;
  actorId: string;
}

@ObjectType({ description: "Alerts of one state and severity." })
export class SystemAlertCount {
  @Field(() => SystemAlertStateEnum)
  state: AlertState;

  @Field(() => SystemAlertSeverityEnum)
  severity: AlertSeverity;

  @Field(() => Int)
  count: number;
}

@ObjectType({ description: "Alerts of one name that last." })
export class SystemAlertNameCount {
  @Field(() => String)
  name: string;

  @Field(() => BilingualText)
  title: BilingualText;

  @Field(() => Int)
  count: number;

  @Field(() => Int, { description: "Of these: those that nobody is told of." })
  suppressed: number;
}

@ObjectType({ description: "The tenant's alerts, in sum." })
export class SystemAlertSummary {
  @Field(() => [SystemAlertCount], {
    description: "Every state and severity, also those with none; resolved ones of the last 24 hours.",
  })
  counts: SystemAlertCount[];

  @Field(() => [SystemAlertNameCount], { description: "The ten most frequent of those that last." })
  names: SystemAlertNameCount[];

  @Field(() => DateTime)
  asOf: Date;
}

@ObjectType({ description: "The alert after a change." })
export class SystemAlertPayload {
  @Field(() => SystemAlert)
  alert: SystemAlert;
}

@ObjectType({ description: "Something that has just happened to an alert." })
export class SystemAlertEvent {
  @Field(() => ID, { description: "Of the event." })
  id: string;

  @Field(() => DateTime)
  at: Date;

  @Field(() => SystemAlertChangeEnum)
  change: AlertChange;

  @Field(() => Int, { description: "Of the alert after it." })
  version: number;

  alertId: string;
}
