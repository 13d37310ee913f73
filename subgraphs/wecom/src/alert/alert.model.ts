import { Directive, Field, Float, ID, Int, ObjectType } from "type-graphql";
import { connectionOf } from "@wegraph/kit/page";
import { DateTime } from "@wegraph/kit/scalars";
import { ActorKindEnum } from "../shared.model.ts";
import type { ActorKind } from "../shared.model.ts";
import type {
  AlertAction,
  AlertActionState,
  AlertEntryType,
  AlertKind,
  AlertResolution,
  AlertSeverity,
  AlertState,
  AlertUnit,
  RuleSource,
} from "./alert.codes.ts";
import {
  AlertActionEnum,
  AlertActionStateEnum,
  AlertChangeEnum,
  AlertEntryTypeEnum,
  AlertKindEnum,
  AlertResolutionEnum,
  AlertSeverityEnum,
  AlertStateEnum,
  AlertUnitEnum,
  RuleSourceEnum,
} from "./alert.enums.ts";
import type { AlertChange } from "./alert.events.ts";

@Directive('@key(fields: "id")')
@ObjectType({
  description: "Something that is wrong with an account, from when it was raised until its cause is gone.",
})
export class AccountAlert {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  accountId: string;

  @Field(() => String, { description: "The account's name when it was raised." })
  accountName: string;

  @Field(() => AlertKindEnum)
  kind: AlertKind;

  @Field(() => AlertSeverityEnum)
  severity: AlertSeverity;

  @Field(() => AlertStateEnum)
  state: AlertState;

  @Field(() => AlertUnitEnum, { description: "What its values are counted in." })
  unit: AlertUnit;

  @Field(() => Float, { description: "What was measured last." })
  value: number;

  @Field(() => Float, { description: "The worst that was measured." })
  peak: number;

  @Field(() => Float, { description: "The limit when it was raised." })
  threshold: number;

  @Field(() => DateTime, { description: "When the condition began, which may be before it was raised." })
  since: Date;

  @Field(() => DateTime)
  raisedAt: Date;

  @Field(() => DateTime, { description: "When it was last measured or changed." })
  updatedAt: Date;

  @Field(() => Int, { description: "Measurements that confirmed it, one in thirty seconds at most." })
  count: number;

  @Field(() => DateTime, {
    nullable: true,
    description: "Since when the measurement is good again; it ends when that lasts.",
  })
  clearingSince: Date | null;

  @Field(() => RuleSourceEnum, { description: "Whose rule raised it." })
  ruleSource: RuleSource;

  @Field(() => Int, { description: "The version of that rule; 0 for what is built in." })
  ruleVersion: number;

  @Field(() => DateTime, { nullable: true })
  acknowledgedAt: Date | null;

  @Field(() => String, { nullable: true })
  acknowledgeNote: string | null;

  @Field(() => DateTime, { nullable: true })
  resolvedAt: Date | null;

  @Field(() => AlertResolutionEnum, { nullable: true })
  resolution: AlertResolution | null;

  @Field(() => String, { nullable: true, description: "Why somebody ended it by hand." })
  resolveNote: string | null;

  @Field(() => Int, { description: "Grows with every change; a lower one than you have seen is old news." })
  version: number;

  acknowledgedById: string | null;
  resolvedById: string | null;
  detail: Readonly<Record<string, unknown>>;
}

export const AccountAlertConnection = connectionOf(() => AccountAlert, "AccountAlert");

@ObjectType({ description: "What was measured besides, as a name and a value." })
export class AccountAlertDetail {
  @Field(() => String, { description: "`reason`, `messages`, `quota`, `endsAt`, …" })
  name: string;

  @Field(() => String)
  value: string;
}

@ObjectType({ description: "An alert in words, for people." })
export class AccountAlertText {
  @Field(() => String)
  title: string;

  @Field(() => String, { description: "In one sentence: what, of which account, measured and allowed." })
  summary: string;

  @Field(() => String, { description: "What to do about it." })
  advice: string;
}

@ObjectType({ description: "A line of an alert's timeline." })
export class AccountAlertEntry {
  @Field(() => ID)
  id: string;

  @Field(() => DateTime)
  at: Date;

  @Field(() => AlertEntryTypeEnum)
  type: AlertEntryType;

  @Field(() => ActorKindEnum)
  actorKind: ActorKind;

  @Field(() => Float, { nullable: true, description: "What was measured then." })
  value: number | null;

  @Field(() => AlertSeverityEnum, { nullable: true })
  severity: AlertSeverity | null;

  @Field(() => String, { nullable: true })
  note: string | null;

  @Field(() => AlertActionEnum, { nullable: true, description: "What was done by itself." })
  action: AlertAction | null;

  @Field(() => String, { nullable: true, description: "What came of it, as a code." })
  outcome: string | null;

  actorId: string;
}

@ObjectType({ description: "What was measured at a moment." })
export class AccountAlertPoint {
  @Field(() => DateTime)
  at: Date;

  @Field(() => Float)
  value: number;
}

@ObjectType({ description: "What an alert's rule wanted done by itself, and what came of it." })
export class AccountAlertActionResult {
  @Field(() => AlertActionEnum)
  action: AlertAction;

  @Field(() => AlertActionStateEnum)
  state: AlertActionState;

  @Field(() => String, {
    nullable: true,
    description:
      "As a code: `RECOVERY_STARTED`, `LOGIN_NEEDED`, `PAUSED`, `MOVED`; null while it is to be done.",
  })
  outcome: string | null;

  @Field(() => Int, { nullable: true, description: "Messages that have another account now." })
  affected: number | null;

  @Field(() => DateTime, { nullable: true })
  doneAt: Date | null;
}

@ObjectType({ description: "Alerts of one state and severity." })
export class AccountAlertCount {
  @Field(() => AlertStateEnum)
  state: AlertState;

  @Field(() => AlertSeverityEnum)
  severity: AlertSeverity;

  @Field(() => Int)
  count: number;
}

@ObjectType({ description: "Open and acknowledged alerts of one kind." })
export class AccountAlertKindCount {
  @Field(() => AlertKindEnum)
  kind: AlertKind;

  @Field(() => Int)
  count: number;
}

@ObjectType({ description: "The alerts you may see, in sum." })
export class AccountAlertSummary {
  @Field(() => [AccountAlertCount], {
    description: "Every state and severity, also those with none; resolved ones of the last 24 hours.",
  })
  counts: AccountAlertCount[];

  @Field(() => [AccountAlertKindCount], { description: "Kinds that have any now, the most frequent first." })
  kinds: AccountAlertKindCount[];

  @Field(() => DateTime)
  asOf: Date;
}

@ObjectType({ description: "Something that has just happened to an alert." })
export class AccountAlertEvent {
  @Field(() => ID, { description: "Of the event." })
  id: string;

  @Field(() => DateTime)
  at: Date;

  @Field(() => AlertChangeEnum)
  change: AlertChange;

  @Field(() => Int, { description: "Of the alert after it." })
  version: number;

  alertId: string;
}

@ObjectType({ description: "The alerts after a change." })
export class AccountAlertsPayload {
  @Field(() => [AccountAlert])
  alerts: AccountAlert[];
}

@ObjectType({ description: "The alert after a change." })
export class AccountAlertPayload {
  @Field(() => AccountAlert)
  alert: AccountAlert;
}

@ObjectType({ description: "Messages of an account wait, because a rule wanted it." })
export class AccountSendingPause {
  @Field(() => DateTime)
  since: Date;

  @Field(() => AlertKindEnum)
  kind: AlertKind;

  @Field(() => ID, { description: "When this alert is over, the account goes on sending." })
  alertId: string;
}
