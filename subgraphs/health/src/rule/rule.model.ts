import { Directive, Field, Float, ID, Int, ObjectType } from "type-graphql";
import { connectionOf } from "@wegraph/kit/page";
import { DateTime } from "@wegraph/kit/scalars";
import type { AlertSeverity, RuleKind } from "../alert/alert.codes.ts";
import { HealthAlertSeverityEnum, HealthRuleKindEnum } from "../alert/alert.enums.ts";
import type { News2Risk } from "../news2/news2.ts";
import { News2RiskEnum } from "../news2/news2.enums.ts";
import { PatientSexEnum } from "../patient/patient.enums.ts";
import type { Sex } from "../patient/patient.facts.ts";
import { MealContextEnum } from "../vital/vital.enums.ts";
import type { MealContext } from "../vital/vital.codes.ts";
import type { Operator, TrendMeasure } from "./rule.codes.ts";
import { HealthOperatorEnum, HealthRuleChangeEnum, HealthTrendMeasureEnum } from "./rule.enums.ts";
import type { RuleChange } from "./rule.events.ts";

@ObjectType({ description: "From which value on, and how bad." })
export class HealthRuleLevel {
  @Field(() => HealthAlertSeverityEnum) severity: AlertSeverity;
  @Field(() => HealthOperatorEnum) operator: Operator;
  @Field(() => Float, { description: "In the unit of what is compared." }) limit: number;
}

@ObjectType({ description: "A value beyond a limit." })
export class HealthThresholdCondition {
  @Field(() => String, { description: "LOINC." })
  code: string;

  @Field(() => String, { description: "UCUM: of the limits." })
  unit: string;

  @Field(() => [HealthRuleLevel])
  levels: HealthRuleLevel[];

  @Field(() => Float, {
    description: "How far back inside its limit a value must be before the alert is over.",
  })
  hysteresis: number;

  @Field(() => Int, { description: "So many readings one after another have to be beyond it." })
  consecutive: number;

  @Field(() => MealContextEnum, {
    nullable: true,
    description: "Of glucose: only what was measured then; null: all.",
  })
  mealContext: MealContext | null;

  @Field(() => Int, {
    nullable: true,
    description: "What was measured longer before it came raises nothing; null: however old.",
  })
  maxAgeMinutes: number | null;
}

@ObjectType({ description: "What the readings of some time come to." })
export class HealthTrendCondition {
  @Field(() => String, { description: "LOINC." })
  code: string;

  @Field(() => String, { description: "UCUM: of the limits." })
  unit: string;

  @Field(() => HealthTrendMeasureEnum)
  measure: TrendMeasure;

  @Field(() => Int, { description: "Back from the newest reading." })
  windowMinutes: number;

  @Field(() => [HealthRuleLevel])
  levels: HealthRuleLevel[];

  @Field(() => Float)
  hysteresis: number;

  @Field(() => Int, { nullable: true, description: "Of COUNT: so many…" })
  count: number | null;

  @Field(() => Int, { nullable: true, description: "…of so many." })
  of: number | null;

  @Field(() => Int, { description: "With fewer readings nothing is said." })
  minReadings: number;
}

@ObjectType({ description: "From which risk on, and how bad." })
export class HealthNews2Level {
  @Field(() => HealthAlertSeverityEnum) severity: AlertSeverity;
  @Field(() => News2RiskEnum) risk: News2Risk;
}

@ObjectType({ description: "The early-warning score of a new set of vital signs." })
export class HealthNews2Condition {
  @Field(() => [HealthNews2Level])
  levels: HealthNews2Level[];
}

@ObjectType({ description: "From how long on, and how bad." })
export class HealthSilenceLevel {
  @Field(() => HealthAlertSeverityEnum) severity: AlertSeverity;
  @Field(() => Int) minutes: number;
}

@ObjectType({ description: "No reading for too long." })
export class HealthMissingDataCondition {
  @Field(() => [String], { description: "LOINC: none of these; empty: nothing at all." })
  codes: string[];

  @Field(() => Boolean, {
    description: "Only of patients with a device from which readings are expected.",
  })
  expectedOnly: boolean;

  @Field(() => [HealthSilenceLevel])
  levels: HealthSilenceLevel[];
}

@ObjectType({ description: "A patient's device that is out of contact." })
export class HealthDeviceOfflineCondition {
  @Field(() => [HealthSilenceLevel])
  levels: HealthSilenceLevel[];
}

@ObjectType({ description: "What a rule asks: exactly one of these, by its kind." })
export class HealthRuleCondition {
  @Field(() => HealthThresholdCondition, { nullable: true }) threshold: HealthThresholdCondition | null;
  @Field(() => HealthTrendCondition, { nullable: true }) trend: HealthTrendCondition | null;
  @Field(() => HealthNews2Condition, { nullable: true }) news2: HealthNews2Condition | null;
  @Field(() => HealthMissingDataCondition, { nullable: true }) missingData: HealthMissingDataCondition | null;
  @Field(() => HealthDeviceOfflineCondition, { nullable: true })
  deviceOffline: HealthDeviceOfflineCondition | null;
}

@ObjectType({
  description:
    "Whom a rule is for. For one vital sign and direction the nearest rules hold: one that names a patient stands in for one that names a group, and that for one for everybody.",
})
export class HealthRuleReach {
  @Field(() => [String], { description: "One of these patient groups; empty: whatever group." })
  groups: string[];

  @Field(() => PatientSexEnum, { nullable: true })
  sex: Sex | null;

  @Field(() => Int, { nullable: true, description: "Full years." })
  ageFrom: number | null;

  @Field(() => Int, { nullable: true, description: "Full years, inclusive." })
  ageTo: number | null;

  @Field(() => Int, { nullable: true, description: "Only patients on this SpO₂ scale of NEWS2." })
  spo2Scale: number | null;

  @Field(() => [ID], {
    description: "Only these patients; empty: everybody. Those whom you may see.",
  })
  patientIds: string[];

  @Field(() => [ID], { description: "Not these patients. Those whom you may see." })
  exceptPatientIds: string[];
}

@Directive('@key(fields: "id")')
@ObjectType({ description: "What raises alerts of patients. Alerts are no diagnosis." })
export class HealthRule {
  @Field(() => ID)
  id: string;

  @Field(() => String, {
    nullable: true,
    description: "Of a rule that came with the platform: it can be switched off and changed, not deleted.",
  })
  shippedKey: string | null;

  @Field(() => Boolean, { description: "Nobody has changed it since it came with the platform." })
  isAsShipped: boolean;

  @Field(() => String)
  nameZh: string;

  @Field(() => String)
  nameEn: string;

  @Field(() => HealthRuleKindEnum)
  kind: RuleKind;

  @Field(() => HealthRuleCondition)
  condition: HealthRuleCondition;

  @Field(() => HealthRuleReach)
  reach: HealthRuleReach;

  @Field(() => String, { description: "What to do. Not a diagnosis." })
  adviceZh: string;

  @Field(() => String, { description: "What to do. Not a diagnosis." })
  adviceEn: string;

  @Field(() => String, { nullable: true, description: "Where the limits come from." })
  source: string | null;

  @Field(() => Boolean)
  isEnabled: boolean;

  @Field(() => Int, { description: "Grows with every change." })
  version: number;

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => DateTime)
  updatedAt: Date;

  updatedById: string | null;
}

export const HealthRuleConnection = connectionOf(() => HealthRule, "HealthRule");

@ObjectType({ description: "The rule as it is now." })
export class HealthRulePayload {
  @Field(() => HealthRule)
  rule: HealthRule;
}

@ObjectType({ description: "That something happened to a rule." })
export class HealthRuleEvent {
  @Field(() => ID, { description: "Of the event." })
  id: string;

  @Field(() => DateTime)
  at: Date;

  @Field(() => HealthRuleChangeEnum)
  change: RuleChange;

  @Field(() => ID)
  ruleId: string;

  @Field(() => Int)
  version: number;
}
