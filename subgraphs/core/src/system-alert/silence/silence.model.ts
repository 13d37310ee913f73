import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { z } from "zod";
import { connectionOf } from "@wegraph/kit/page";
import { DateTime } from "@wegraph/kit/scalars";
import { text, uuid } from "@wegraph/kit/validate";
import { moment } from "../../moment.ts";
import { SystemAlert } from "../alert.model.ts";
import { matcherOperators } from "./matcher.rules.ts";
import type { MatcherOperator } from "./matcher.rules.ts";

export const MatcherOperatorEnum = z.enum(matcherOperators).enum;
registerEnumType(MatcherOperatorEnum, {
  name: "AlertMatcherOperator",
  description: "How a label's value is compared. A label that is not there counts as empty.",
  valuesConfig: {
    EQUAL: { description: "=" },
    NOT_EQUAL: { description: "!=" },
    MATCHES: { description: "=~: the whole value matches a regular expression (RE2)." },
    NOT_MATCHES: { description: "!~" },
  },
});

const silenceStates = ["PENDING", "ACTIVE", "EXPIRED"] as const;
export type SilenceState = (typeof silenceStates)[number];
const SilenceStateEnum = z.enum(silenceStates).enum;
registerEnumType(SilenceStateEnum, {
  name: "AlertSilenceState",
  description: "How a silence stands.",
  valuesConfig: {
    PENDING: { description: "It is yet to begin." },
    ACTIVE: { description: "It is in force." },
    EXPIRED: { description: "It is over." },
  },
});

@ObjectType({ description: "A condition on a label; `alert` and `severity` are labels of every alert." })
export class AlertMatcher {
  @Field(() => String)
  label: string;

  @Field(() => MatcherOperatorEnum)
  operator: MatcherOperator;

  @Field(() => String)
  value: string;
}

@ObjectType({ description: "Alerts that people are not told of, for some time." })
export class AlertSilence {
  @Field(() => ID)
  id: string;

  @Field(() => [AlertMatcher], { description: "All of them must hold." })
  matchers: AlertMatcher[];

  @Field(() => SilenceStateEnum)
  state: SilenceState;

  @Field(() => DateTime)
  startsAt: Date;

  @Field(() => DateTime, { description: "Not included." })
  endsAt: Date;

  @Field(() => String)
  comment: string;

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => Int, { description: "Grows with every change." })
  version: number;

  createdById: string | null;
}

export const AlertSilenceConnection = connectionOf(() => AlertSilence, "AlertSilence");

@ObjectType({ description: "What matchers would silence." })
export class AlertSilencePreview {
  @Field(() => [SystemAlert], { description: "Alerts that last, the newest first; at most 50." })
  alerts: SystemAlert[];

  @Field(() => Int, { description: "How many that last." })
  openCount: number;

  @Field(() => Int, { description: "How many were raised in the last seven days, of the last 2,000." })
  lastWeekCount: number;
}

@InputType({ description: "A condition on a label." })
export class AlertMatcherInput {
  @Field(() => String)
  label: string;

  @Field(() => MatcherOperatorEnum)
  operator: MatcherOperator;

  @Field(() => String)
  value: string;
}

export const matcherRules = z
  .array(
    z.object({
      label: text(1, 100),
      operator: z.enum(matcherOperators),
      value: text(0, 200),
    }),
  )
  .min(1, "at least one")
  .max(10, "at most 10");

@InputType({ description: "What to silence." })
export class AlertSilencePreviewInput {
  static readonly rules = z.object({ matchers: matcherRules });

  @Field(() => [AlertMatcherInput])
  matchers: AlertMatcherInput[];
}

@InputType({ description: "A new silence." })
export class CreateAlertSilenceInput {
  static readonly rules = z.object({
    matchers: matcherRules,
    startsAt: moment.nullish(),
    endsAt: moment,
    comment: text(1, 500),
    idempotencyKey: text(1, 200).nullish(),
  });

  @Field(() => [AlertMatcherInput], { description: "At least one that an empty value does not meet." })
  matchers: AlertMatcherInput[];

  @Field(() => DateTime, { nullable: true, description: "Now if not given." })
  startsAt?: Date | null;

  @Field(() => DateTime, { description: "At most 90 days after the beginning." })
  endsAt: Date;

  @Field(() => String, { description: "Why: whoever misses an alert reads it." })
  comment: string;

  @Field(() => String, {
    nullable: true,
    description: "A repeat with the same key and input gets the same answer.",
  })
  idempotencyKey?: string | null;
}

@InputType({ description: "What to change of a silence that is not over; what is not given stays." })
export class UpdateAlertSilenceInput {
  static readonly rules = z.object({
    silenceId: uuid(),
    endsAt: moment.nullish(),
    comment: text(1, 500).nullish(),
  });

  @Field(() => ID)
  silenceId: string;

  @Field(() => DateTime, { nullable: true })
  endsAt?: Date | null;

  @Field(() => String, { nullable: true })
  comment?: string | null;
}

@InputType({ description: "Which silence." })
export class AlertSilenceInput {
  static readonly rules = z.object({ silenceId: uuid() });

  @Field(() => ID)
  silenceId: string;
}

@ObjectType({ description: "The silence as it is now." })
export class AlertSilencePayload {
  @Field(() => AlertSilence)
  silence: AlertSilence;
}
