import { ArgsType, Field, ID, Int } from "type-graphql";
import { DateTime } from "@wegraph/kit/scalars";
import { uuid } from "@wegraph/kit/validate";
import { z } from "zod";
import { vitalCodes } from "../vital.codes.ts";
import type { VitalCode } from "../vital.codes.ts";

export const chartPointsMax = 2_000;
/** As long as readings are kept. */
const spanMaxMs = 15 * 366 * 24 * 60 * 60_000;

const code = z.enum(vitalCodes, "not the LOINC code of a vital sign that is kept");

@ArgsType()
export class ChartArgs {
  static readonly rules: z.ZodType = z
    .object({
      patientId: uuid(),
      codes: z.array(code).min(1, "name one at least").max(vitalCodes.length),
      from: z.date(),
      to: z.date(),
      points: z.number().int().min(8, "at least 8").max(chartPointsMax, `at most ${chartPointsMax}`),
    })
    .refine(({ from, to }) => to > from, { path: ["to"], message: "must be after from" })
    .refine(({ from, to }) => to.getTime() - from.getTime() <= spanMaxMs, {
      path: ["from"],
      message: "at most 15 years",
    });

  @Field(() => ID) patientId: string;
  @Field(() => [String], { description: "LOINC." }) codes: VitalCode[];
  @Field(() => DateTime) from: Date;
  @Field(() => DateTime, { description: "Not part of the range." }) to: Date;

  @Field(() => Int, {
    defaultValue: 500,
    description: `Of each vital sign; at most ${chartPointsMax}. What there is more is thinned out.`,
  })
  points: number;
}
