import { Field, Float, ID, InputType, Int, ObjectType } from "type-graphql";
import { DateTime } from "@wegraph/kit/scalars";
import { z } from "zod";
import type { AlertSeverity } from "../../alert/alert.codes.ts";
import { HealthAlertSeverityEnum } from "../../alert/alert.enums.ts";
import { HealthRuleConditionInput, conditionInput } from "../condition.input.ts";
import { HealthRuleReachInput, reachInput } from "../rule.input.ts";

const daysMax = 92;

@InputType({ description: "A rule to try on what was measured." })
export class TestHealthRuleInput {
  static readonly rules = z
    .object({
      condition: conditionInput,
      reach: reachInput.nullish(),
      from: z.date(),
      to: z.date(),
    })
    .refine(({ from, to }) => from < to, { path: ["to"], message: "after from" })
    .refine(({ from, to }) => to.getTime() - from.getTime() <= daysMax * 86_400_000, {
      path: ["from"],
      message: `at most ${daysMax} days`,
    });

  @Field(() => HealthRuleConditionInput)
  condition: HealthRuleConditionInput;

  @Field(() => HealthRuleReachInput, { nullable: true, description: "Everybody if not given." })
  reach?: HealthRuleReachInput | null;

  @Field(() => DateTime)
  from: Date;

  @Field(() => DateTime, { description: `At most ${daysMax} days after it.` })
  to: Date;
}

@ObjectType({ description: "A reading that a rule would have fired on." })
export class HealthRuleTestReading {
  @Field(() => DateTime) at: Date;
  @Field(() => Float) value: number;
}

@ObjectType({ description: "A time in which an alert would have been open." })
export class HealthRuleTestFiring {
  @Field(() => ID) patientId: string;
  @Field(() => String, { description: "Of the patient's file." }) recordNumber: string;
  @Field(() => ID, { nullable: true }) deviceId: string | null;
  @Field(() => HealthAlertSeverityEnum, { description: "The worst." }) severity: AlertSeverity;
  @Field(() => DateTime) raisedAt: Date;
  @Field(() => DateTime, { nullable: true, description: "Null: it would still be open at the end." })
  clearedAt: Date | null;
  @Field(() => Int, { description: "Findings that raised it and kept it up." }) count: number;
  @Field(() => Float, { description: "What was compared when it was worst; of a silence, its minutes." })
  value: number;
  @Field(() => [HealthRuleTestReading], { description: "What that was made from, the newest 20." })
  readings: HealthRuleTestReading[];
}

@ObjectType({ description: "How often it would have fired on a day, by the worst it would have come to." })
export class HealthRuleTestDay {
  @Field(() => String, { description: "YYYY-MM-DD." }) day: string;
  @Field(() => Int) info: number;
  @Field(() => Int) warning: number;
  @Field(() => Int) critical: number;
}

@ObjectType({ description: "What a rule would have done with what was measured of patients you may see." })
export class HealthRuleTest {
  @Field(() => DateTime) from: Date;
  @Field(() => DateTime) to: Date;
  @Field(() => Int, { description: "Whom it would have been for." }) patientCount: number;
  @Field(() => Int, { description: "Readings, scores or signs of life it was tried on." })
  readingCount: number;
  @Field(() => Int) firingCount: number;
  @Field(() => Int, { description: "Patients of whom it would have fired." }) firedPatientCount: number;
  @Field(() => Int, { nullable: true, description: "Of the one that would have lasted longest." })
  longestMinutes: number | null;
  @Field(() => String, { nullable: true, description: "UCUM: of the firings' values." }) unit: string | null;
  @Field(() => [HealthRuleTestDay]) days: HealthRuleTestDay[];
  @Field(() => [HealthRuleTestFiring], { description: "The first 50." }) firings: HealthRuleTestFiring[];
}
