import { Field, Float, ID, Int, ObjectType } from "type-graphql";
import { DateTime } from "@wegraph/kit/scalars";
import type { AlertAction, AlertKind, AlertSeverity, AlertUnit, RuleSource } from "../alert.codes.ts";
import {
  AlertActionEnum,
  AlertKindEnum,
  AlertSeverityEnum,
  AlertUnitEnum,
  RuleSourceEnum,
} from "../alert.enums.ts";

@ObjectType({ description: "When an alert is raised, how bad it is, and what is done by itself." })
export class AccountAlertRuleValues {
  @Field(() => Boolean)
  enabled: boolean;

  @Field(() => Float, { description: "In the unit of the kind." })
  threshold: number;

  @Field(() => Float, { nullable: true, description: "Where it becomes CRITICAL; null for never." })
  criticalAt: number | null;

  @Field(() => Int, { description: "For so long the condition must have lasted." })
  durationSeconds: number;

  @Field(() => AlertSeverityEnum)
  severity: AlertSeverity;

  @Field(() => [AlertActionEnum])
  autoActions: AlertAction[];
}

@ObjectType({ description: "The rule in force for a kind of alert." })
export class AccountAlertRule {
  @Field(() => AlertKindEnum)
  kind: AlertKind;

  @Field(() => RuleSourceEnum, { description: "Whose rule it is." })
  source: RuleSource;

  @Field(() => AccountAlertRuleValues)
  values: AccountAlertRuleValues;

  @Field(() => AccountAlertRuleValues, { description: "What holds when this rule is reset." })
  inherited: AccountAlertRuleValues;

  @Field(() => Int, { description: "Grows with every change; 0 for what is built in." })
  version: number;

  @Field(() => DateTime, { nullable: true, description: "Null for what is built in." })
  updatedAt: Date | null;

  @Field(() => AlertUnitEnum)
  unit: AlertUnit;

  @Field(() => Boolean, { description: "Whether low values are bad, as with a health score." })
  isLowBad: boolean;

  @Field(() => Float, { description: "The lowest threshold there may be." })
  min: number;

  @Field(() => Float, { description: "The highest." })
  max: number;

  @Field(() => Int, { description: "How often it is measured." })
  everySeconds: number;

  @Field(() => [AlertActionEnum], { description: "What this kind of alert may do by itself." })
  allowedActions: AlertAction[];

  @Field(() => Int, { description: "Accounts with a rule of their own; 0 for the rules of one account." })
  accountRules: number;

  updatedById: string | null;
}

@ObjectType({ description: "An account for which an alert would be raised." })
export class AccountAlertPreviewMatch {
  @Field(() => ID)
  accountId: string;

  @Field(() => String)
  accountName: string;

  @Field(() => Float)
  value: number;

  @Field(() => AlertSeverityEnum)
  severity: AlertSeverity;

  @Field(() => Boolean, { description: "It lasts long enough already, as far as the measurement can tell." })
  hasLasted: boolean;
}

@ObjectType({ description: "What a rule would do now, were it in force." })
export class AccountAlertPreview {
  @Field(() => Int, { description: "How many accounts are over the threshold." })
  total: number;

  @Field(() => Int, { description: "For how many there was anything to measure." })
  measured: number;

  @Field(() => [AccountAlertPreviewMatch], { description: "The worst first, at most 50." })
  matches: AccountAlertPreviewMatch[];

  @Field(() => DateTime)
  asOf: Date;
}

@ObjectType({ description: "The rule in force after a change." })
export class AccountAlertRulePayload {
  @Field(() => AccountAlertRule)
  rule: AccountAlertRule;
}
