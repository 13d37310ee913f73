import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { z } from "zod";
import { DateTime } from "@wegraph/kit/scalars";
import { text, uuid } from "@wegraph/kit/validate";
import { alertSeverities } from "../alert.codes.ts";
import type { AlertSeverity } from "../alert.codes.ts";
import { SystemAlertSeverityEnum } from "../alert.enums.ts";
import { AlertMatcher, AlertMatcherInput, matcherRules } from "../silence/silence.model.ts";
import { policyShape, quietHoursShape } from "./policy.rules.ts";

@ObjectType({ description: "When people are not told of anything but what is critical." })
export class AlertQuietHours {
  @Field(() => String, { description: "HH:MM by the tenant's clock." })
  from: string;

  @Field(() => String, { description: "HH:MM; before `from`: of the next day." })
  to: string;

  @Field(() => [Int], { description: "The days on which it begins; 1 is Monday." })
  days: number[];
}

@ObjectType({ description: "What is done when nobody takes an alert on." })
export class AlertEscalationStep {
  @Field(() => Int, { description: "Since people were first told." })
  afterMinutes: number;

  @Field(() => SystemAlertSeverityEnum, {
    nullable: true,
    description: "It counts as so severe from then on.",
  })
  raiseTo: AlertSeverity | null;

  @Field(() => [ID], { description: "Who is told; nobody named: whoever may acknowledge alerts." })
  userIds: string[];
}

@ObjectType({
  description: "While a source fires, its targets are its consequences, and nobody is told of them.",
})
export class AlertInhibition {
  @Field(() => [AlertMatcher])
  source: AlertMatcher[];

  @Field(() => [AlertMatcher])
  target: AlertMatcher[];

  @Field(() => [String], { description: "Labels that must have the same value in both." })
  equal: string[];
}

@ObjectType({ description: "How the tenant is told of alerts." })
export class AlertPolicy {
  @Field(() => [String], { description: "Labels by which notices are kept apart; none: one for all." })
  groupBy: string[];

  @Field(() => Int, { description: "How long the first of a burst waits for the others." })
  groupWaitSeconds: number;

  @Field(() => Int, { description: "How often at most people are told of more of the same." })
  groupIntervalSeconds: number;

  @Field(() => AlertQuietHours, { nullable: true })
  quietHours: AlertQuietHours | null;

  @Field(() => [AlertEscalationStep])
  escalation: AlertEscalationStep[];

  @Field(() => [AlertInhibition])
  inhibitions: AlertInhibition[];

  @Field(() => Boolean, { description: "Nobody has changed it, or it was reset." })
  isShipped: boolean;

  @Field(() => Int, { description: "Goes up with every change, from 0." })
  version: number;

  @Field(() => DateTime, { nullable: true, description: "Null: never changed." })
  updatedAt: Date | null;
}

@InputType({ description: "When people are not told of anything but what is critical." })
export class AlertQuietHoursInput {
  @Field(() => String)
  from: string;

  @Field(() => String)
  to: string;

  @Field(() => [Int])
  days: number[];
}

@InputType({ description: "What is done when nobody takes an alert on." })
export class AlertEscalationStepInput {
  @Field(() => Int)
  afterMinutes: number;

  @Field(() => SystemAlertSeverityEnum, { nullable: true })
  raiseTo?: AlertSeverity | null;

  @Field(() => [ID], { nullable: true })
  userIds?: string[] | null;
}

@InputType({ description: "A cause and its consequences." })
export class AlertInhibitionInput {
  @Field(() => [AlertMatcherInput])
  source: AlertMatcherInput[];

  @Field(() => [AlertMatcherInput])
  target: AlertMatcherInput[];

  @Field(() => [String])
  equal: string[];
}

/** Each step later than the one before, or it would never be its turn. */
function isRising(steps: readonly { afterMinutes: number }[]): boolean {
  return steps.every(
    ({ afterMinutes }, nth) => nth === 0 || afterMinutes > (steps[nth - 1]?.afterMinutes ?? 0),
  );
}

@InputType({ description: "What to change; what is not given stays." })
export class UpdateAlertPolicyInput {
  static readonly rules = z.object({
    expectedVersion: z.number().int().min(0),
    groupBy: z.array(text(1, 100)).max(5, "at most 5").nullish(),
    groupWaitSeconds: policyShape.shape.groupWaitSeconds.nullish(),
    groupIntervalSeconds: policyShape.shape.groupIntervalSeconds.nullish(),
    quietHours: quietHoursShape.nullish(),
    clearQuietHours: z.boolean().nullish(),
    escalation: z
      .array(
        z.object({
          afterMinutes: z.number().int().min(1, "at least 1").max(1_440, "at most 1440"),
          raiseTo: z.enum(alertSeverities).nullish(),
          userIds: z.array(uuid()).max(50, "at most 50").nullish(),
        }),
      )
      .max(5, "at most 5")
      .refine(isRising, "each step later than the one before")
      .nullish(),
    inhibitions: z
      .array(
        z.object({
          source: matcherRules,
          target: matcherRules,
          equal: z.array(text(1, 100)).max(10, "at most 10"),
        }),
      )
      .max(50, "at most 50")
      .nullish(),
  });

  @Field(() => Int, { description: "The version you have seen: CONFLICT if it is another by now." })
  expectedVersion: number;

  @Field(() => [String], { nullable: true })
  groupBy?: string[] | null;

  @Field(() => Int, { nullable: true, description: "0 to 300." })
  groupWaitSeconds?: number | null;

  @Field(() => Int, { nullable: true, description: "10 to 86400." })
  groupIntervalSeconds?: number | null;

  @Field(() => AlertQuietHoursInput, { nullable: true })
  quietHours?: AlertQuietHoursInput | null;

  @Field(() => Boolean, { nullable: true, description: "No quiet hours any more." })
  clearQuietHours?: boolean | null;

  @Field(() => [AlertEscalationStepInput], { nullable: true })
  escalation?: AlertEscalationStepInput[] | null;

  @Field(() => [AlertInhibitionInput], { nullable: true })
  inhibitions?: AlertInhibitionInput[] | null;
}

@InputType({ description: "Which version of the policy." })
export class ResetAlertPolicyInput {
  static readonly rules = z.object({ expectedVersion: z.number().int().min(0) });

  @Field(() => Int, { description: "The one that was seen; CONFLICT if it has been changed since." })
  expectedVersion: number;
}

@ObjectType({ description: "The policy as it is now." })
export class AlertPolicyPayload {
  @Field(() => AlertPolicy)
  policy: AlertPolicy;
}
