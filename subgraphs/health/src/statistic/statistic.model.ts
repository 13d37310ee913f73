import { DateTime } from "@wegraph/kit/scalars";
import { uuid } from "@wegraph/kit/validate";
import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { z } from "zod";
import { PatientSexEnum } from "../patient/patient.enums.ts";
import type { Sex } from "../patient/patient.facts.ts";
import { vitalCodes } from "../vital/vital.codes.ts";
import { periodsMax, statisticPeriods } from "./statistic.codes.ts";
import type { StatisticPeriod } from "./statistic.codes.ts";
import { periodCount } from "./statistic.rules.ts";

export const StatisticPeriodEnum = z.enum(statisticPeriods).enum;
registerEnumType(StatisticPeriodEnum, {
  name: "HealthStatisticPeriod",
  description: "Over how long sums are made, by China's calendar; weeks begin on Monday.",
});

@ObjectType({ description: "What was measured of one vital sign in a day, week or month." })
export class HealthStatistic {
  @Field(() => String, { description: "LOINC." })
  code: string;

  @Field(() => String, { description: "The period's first day, as YYYY-MM-DD." })
  startsOn: string;

  @Field(() => Int, { description: "Readings, but for implausible ones." })
  count: number;

  @Field(() => Float)
  low: number;

  @Field(() => Float)
  high: number;

  @Field(() => Float)
  mean: number;

  @Field(() => Float)
  median: number;

  @Field(() => Float, { description: "Standard deviation." })
  deviation: number;

  @Field(() => Int, { description: "Readings outside of the reference range of adults at rest." })
  outOfRange: number;

  @Field(() => DateTime)
  computedAt: Date;
}

const code = z.enum(vitalCodes, "not a vital sign that is kept");
const day = z.iso.date("a day as YYYY-MM-DD");
const span = {
  period: z.enum(StatisticPeriodEnum),
  from: day,
  to: day,
};
interface Span {
  period: StatisticPeriod;
  from: string;
  to: string;
}
const isInOrder = ({ from, to }: Span) => to >= from;
const isBounded = ({ period, from, to }: Span) => periodCount(period, from, to) <= periodsMax;
const notInOrder = { path: ["to"], message: "not before from" };
const tooLong = { path: ["from"], message: `at most ${periodsMax} periods` };

@InputType({ description: "Which sums of a patient." })
export class HealthStatisticFilter {
  static readonly rules = z
    .object({ codes: z.array(code).min(1).max(vitalCodes.length), ...span })
    .refine(isInOrder, notInOrder)
    .refine(isBounded, tooLong);

  @Field(() => [String], { description: "LOINC." })
  codes: string[];

  @Field(() => StatisticPeriodEnum)
  period: StatisticPeriod;

  @Field(() => String, { description: "YYYY-MM-DD." })
  from: string;

  @Field(() => String, { description: `YYYY-MM-DD, included; at most ${periodsMax} periods.` })
  to: string;
}

const years = z.number().int().min(0).max(150).nullish();

@InputType({ description: "A vital sign of some of the patients you may see; everything named must hold." })
export class HealthCohortFilter {
  static readonly rules = z
    .object({
      code,
      ...span,
      groups: z.array(z.string().max(60)).max(50).nullish(),
      sexes: z.array(z.enum(PatientSexEnum)).max(4).nullish(),
      ageFrom: years,
      ageTo: years,
      clinicianId: uuid().nullish(),
    })
    .refine(isInOrder, notInOrder)
    .refine(isBounded, tooLong)
    .refine(({ ageFrom, ageTo }) => ageFrom == null || ageTo == null || ageTo >= ageFrom, {
      path: ["ageTo"],
      message: "not below ageFrom",
    });

  @Field(() => String, { description: "LOINC." })
  code: string;

  @Field(() => StatisticPeriodEnum)
  period: StatisticPeriod;

  @Field(() => String, { description: "YYYY-MM-DD." })
  from: string;

  @Field(() => String, { description: `YYYY-MM-DD, included; at most ${periodsMax} periods.` })
  to: string;

  @Field(() => [String], { nullable: true, description: "Patients of any of these groups." })
  groups?: string[] | null;

  @Field(() => [PatientSexEnum], { nullable: true })
  sexes?: Sex[] | null;

  @Field(() => Int, { nullable: true, description: "Whole years, today." })
  ageFrom?: number | null;

  @Field(() => Int, { nullable: true, description: "Whole years, today; included." })
  ageTo?: number | null;

  @Field(() => ID, { nullable: true, description: "Patients whom this user is responsible for." })
  clinicianId?: string | null;
}
