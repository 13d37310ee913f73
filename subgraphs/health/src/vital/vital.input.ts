import { DateTime } from "@wegraph/kit/scalars";
import { text, uuid } from "@wegraph/kit/validate";
import { Field, Float, ID, InputType } from "type-graphql";
import { z } from "zod";
import { mealContexts, vitalCodes } from "./vital.codes.ts";
import type { MealContext, VitalCode } from "./vital.codes.ts";
import { MealContextEnum } from "./vital.enums.ts";

export const valuesMax = 20;

@InputType({ description: "Which of a patient's values." })
export class VitalSignFilter {
  static readonly rules: z.ZodType = z.object({
    codes: z
      .array(z.enum(vitalCodes, "not the LOINC code of a vital sign that is kept"))
      .min(1)
      .max(vitalCodes.length)
      .transform((codes) => [...new Set(codes)])
      .nullish(),
    from: z.date().nullish(),
    to: z.date().nullish(),
    includesRetracted: z.boolean().nullish(),
  });

  @Field(() => [String], { nullable: true, description: "LOINC." })
  codes?: VitalCode[] | null;

  @Field(() => DateTime, { nullable: true, description: "Measured then or later." })
  from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: "Measured before then." })
  to?: Date | null;

  @Field(() => Boolean, { nullable: true, description: "Those that were taken back, too." })
  includesRetracted?: boolean | null;
}

@InputType({ description: "A value that was measured." })
export class VitalSignValueInput {
  @Field(() => String, { description: "LOINC; codes that mean the same are taken in." })
  code: string;

  @Field(() => Float)
  value: number;

  @Field(() => String, {
    nullable: true,
    description: "UCUM; left out, the unit that the code is kept in. It is converted on entry.",
  })
  unit?: string | null;

  @Field(() => MealContextEnum, { nullable: true, description: "Of a glucose." })
  mealContext?: MealContext | null;
}

@InputType({ description: "Values that were measured together." })
export class RecordVitalSignsInput {
  static readonly rules: z.ZodType = z.object({
    patientId: uuid(),
    measuredAt: z.date().nullish(),
    values: z
      .array(
        z.object({
          code: text(1, 20),
          value: z.number(),
          unit: text(1, 20).nullish(),
          mealContext: z.enum(mealContexts).nullish(),
        }),
      )
      .min(1, "give one at least")
      .max(valuesMax, `at most ${valuesMax}`),
    idempotencyKey: text(1, 200).nullish(),
  });

  @Field(() => ID)
  patientId: string;

  @Field(() => DateTime, { nullable: true, description: "Left out: now." })
  measuredAt?: Date | null;

  @Field(() => [VitalSignValueInput], { description: `At most ${valuesMax}, each vital sign once.` })
  values: VitalSignValueInput[];

  @Field(() => String, { nullable: true, description: "The same key with the same input records once." })
  idempotencyKey?: string | null;
}

@InputType({ description: "A value that was entered in error." })
export class RetractVitalSignInput {
  static readonly rules: z.ZodType = z.object({ vitalSignId: uuid(), reason: text(1, 500) });

  @Field(() => ID)
  vitalSignId: string;

  @Field(() => String, { description: "Why; it stands in the audit log." })
  reason: string;
}
