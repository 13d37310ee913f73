import { Directive, Field, Float, ID, Int, ObjectType } from "type-graphql";
import { connectionOf } from "@wegraph/kit/page";
import { ActorKindEnum } from "../shared.model.ts";
import type { ActorKind } from "../shared.model.ts";
import { DateTime } from "@wegraph/kit/scalars";
import type { StoredCause } from "./alert.cause.ts";
import type {
  AlertAudience,
  AlertChange,
  AlertResolution,
  AlertSeverity,
  AlertState,
  RuleKind,
} from "./alert.codes.ts";
import {
  HealthAlertAudienceEnum,
  HealthAlertChangeEnum,
  HealthAlertResolutionEnum,
  HealthAlertSeverityEnum,
  HealthAlertStateEnum,
  HealthRuleKindEnum,
} from "./alert.enums.ts";

@Directive('@key(fields: "id")')
@ObjectType({
  description:
    "Something that a rule found of a patient, from when it was raised until it is over. It says what was measured, and is not a diagnosis.",
})
export class HealthAlert {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  patientId: string;

  @Field(() => String, { description: "Of the patient's file." })
  recordNumber: string;

  @Field(() => ID)
  ruleId: string;

  @Field(() => ID, { nullable: true, description: "Where it is about a device." })
  deviceId: string | null;

  @Field(() => HealthRuleKindEnum)
  kind: RuleKind;

  @Field(() => HealthAlertSeverityEnum)
  severity: AlertSeverity;

  @Field(() => HealthAlertStateEnum)
  state: AlertState;

  @Field(() => Int, { description: "Findings that raised it and kept it up." })
  count: number;

  @Field(() => DateTime, { description: "When what caused it was measured." })
  causedAt: Date;

  @Field(() => DateTime, { description: "When what kept it up was last measured." })
  lastCausedAt: Date;

  @Field(() => DateTime)
  raisedAt: Date;

  @Field(() => DateTime, { description: "When it last changed." })
  updatedAt: Date;

  @Field(() => DateTime, { nullable: true })
  acknowledgedAt: Date | null;

  @Field(() => DateTime, { nullable: true })
  resolvedAt: Date | null;

  @Field(() => HealthAlertResolutionEnum, { nullable: true })
  resolution: AlertResolution | null;

  @Field(() => Int, { description: "How many levels of the escalation chain were told." })
  escalationLevel: number;

  @Field(() => DateTime, {
    nullable: true,
    description: "When the next level is told, unless somebody acknowledges it before.",
  })
  escalateAt: Date | null;

  @Field(() => Int, { description: "Grows with every change; a lower one than you have seen is old news." })
  version: number;

  cause: StoredCause;
  nameZh: string;
  nameEn: string;
  adviceZh: string;
  adviceEn: string;
  assignedToId: string | null;
  acknowledgedById: string | null;
  resolvedById: string | null;
  noteSealed: string | null;
}

export const HealthAlertConnection = connectionOf(() => HealthAlert, "HealthAlert");

@ObjectType({ description: "An alert in words, for people." })
export class HealthAlertText {
  @Field(() => String, { description: "The rule's name." })
  title: string;

  @Field(() => String, {
    description: "In one sentence: what was measured and what is allowed. The patient by number.",
  })
  summary: string;

  @Field(() => String, { description: "What the rule recommends. Not a diagnosis." })
  advice: string;
}

@ObjectType({ description: "A reading behind an alert." })
export class HealthAlertReading {
  @Field(() => String, { description: "LOINC." })
  code: string;

  @Field(() => Float)
  value: number;

  @Field(() => String, { description: "UCUM." })
  unit: string;

  @Field(() => DateTime, { description: "When it was measured." })
  at: Date;

  @Field(() => ID, { nullable: true })
  deviceId: string | null;
}

@ObjectType({ description: "One more fact about a cause, as a name and a value." })
export class HealthAlertFact {
  @Field(() => String)
  name: string;

  @Field(() => String)
  value: string;
}

@ObjectType({ description: "Why an alert was raised." })
export class HealthAlertCause {
  @Field(() => String, {
    nullable: true,
    description: "What was compared: a LOINC code, `news2`, …; null where nothing was measured.",
  })
  measure: string | null;

  @Field(() => Float, { nullable: true, description: "As found last." })
  value: number | null;

  @Field(() => Float, { nullable: true, description: "The worst so far." })
  worst: number | null;

  @Field(() => DateTime, { nullable: true })
  worstAt: Date | null;

  @Field(() => String, { nullable: true, description: "UCUM; of value, worst and limit." })
  unit: string | null;

  @Field(() => String, { nullable: true, description: "`GT`, `GTE`, `LT` or `LTE` the limit." })
  operator: string | null;

  @Field(() => Float, { nullable: true })
  limit: number | null;

  @Field(() => [HealthAlertReading], {
    description: "Readings of the worst moment and the newest twenty, oldest first.",
  })
  readings: HealthAlertReading[];

  @Field(() => [HealthAlertFact])
  facts: HealthAlertFact[];
}

@ObjectType({ description: "A line of an alert's timeline." })
export class HealthAlertEntry {
  @Field(() => ID)
  id: string;

  @Field(() => DateTime)
  at: Date;

  @Field(() => HealthAlertChangeEnum)
  change: AlertChange;

  @Field(() => HealthAlertSeverityEnum, { description: "As it was then." })
  severity: AlertSeverity;

  @Field(() => ActorKindEnum)
  actorKind: ActorKind;

  @Field(() => Float, { nullable: true, description: "What was found then." })
  value: number | null;

  @Field(() => String, { nullable: true, description: "UCUM." })
  unit: string | null;

  @Field(() => HealthAlertSeverityEnum, {
    nullable: true,
    description: "Of WORSENED: how bad it was before.",
  })
  from: AlertSeverity | null;

  @Field(() => Boolean, { description: "Of WORSENED: it was acknowledged, and is to be acknowledged again." })
  isTakenBack: boolean;

  @Field(() => Int, { nullable: true, description: "Of ESCALATED: the level, counted from 1." })
  level: number | null;

  @Field(() => HealthAlertAudienceEnum, { nullable: true, description: "Of ESCALATED: whom it told." })
  audience: AlertAudience | null;

  @Field(() => HealthAlertResolutionEnum, { nullable: true, description: "Of RESOLVED." })
  resolution: AlertResolution | null;

  alertId: string;
  actorId: string;
  assignedToId: string | null;
  noteSealed: string | null;
}

export const HealthAlertEntryConnection = connectionOf(() => HealthAlertEntry, "HealthAlertEntry");
