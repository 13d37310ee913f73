import { connectionOf } from "@wegraph/kit/page";
import { DateTime } from "@wegraph/kit/scalars";
import { Field, Float, ID, Int, ObjectType } from "type-graphql";
import { News2Missing, News2Result } from "../news2/news2.model.ts";
import type { MealContext, ReadingFlag, ReadingSource } from "./vital.codes.ts";
import { MealContextEnum, ReadingFlagEnum, ReadingSourceEnum } from "./vital.enums.ts";

@ObjectType({ description: "One measured value." })
export class VitalSign {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  patientId: string;

  @Field(() => String, { description: "LOINC." })
  code: string;

  @Field(() => Float, { description: "In `unit`." })
  value: number;

  @Field(() => String, { description: "UCUM: the unit this code is kept in." })
  unit: string;

  @Field(() => Float, { nullable: true, description: "As it was sent, where that was in another unit." })
  givenValue: number | null;

  @Field(() => String, { nullable: true })
  givenUnit: string | null;

  @Field(() => DateTime, { description: "By the corrected clock." })
  measuredAt: Date;

  @Field(() => DateTime)
  receivedAt: Date;

  @Field(() => MealContextEnum, { nullable: true })
  mealContext: MealContext | null;

  @Field(() => [ReadingFlagEnum])
  flags: ReadingFlag[];

  @Field(() => ReadingSourceEnum)
  source: ReadingSource;

  @Field(() => ID, { nullable: true, description: "Of the device that measured it." })
  deviceId: string | null;

  @Field(() => ID, { description: "Values measured together share it." })
  setId: string;

  @Field(() => Int, {
    description: "Milliseconds by which the device's clock was ahead, and its time was corrected.",
  })
  skewMs: number;

  @Field(() => DateTime, {
    nullable: true,
    description: "Entered in error: kept, and left out of everything.",
  })
  retractedAt: Date | null;

  enteredById: string | null;
}

export const VitalSignConnection = connectionOf(() => VitalSign, "VitalSign");

@ObjectType({ description: "The latest value of a vital sign." })
export class LatestVitalSign {
  @Field(() => String, { description: "LOINC." })
  code: string;

  @Field(() => Float)
  value: number;

  @Field(() => String, { description: "UCUM." })
  unit: string;

  @Field(() => DateTime)
  at: Date;

  @Field(() => ID, { nullable: true })
  deviceId: string | null;

  @Field(() => [ReadingFlagEnum])
  flags: ReadingFlag[];
}

@ObjectType({ description: "What holds now of a patient." })
export class PatientVitals {
  @Field(() => ID)
  patientId: string;

  @Field(() => [LatestVitalSign], { description: "Of each vital sign that was ever measured." })
  latest: LatestVitalSign[];

  @Field(() => DateTime, { nullable: true })
  lastReadingAt: Date | null;

  @Field(() => News2Result, { nullable: true })
  news2: News2Result | null;

  @Field(() => News2Missing, { nullable: true, description: "Where there is no score: why." })
  news2Missing: News2Missing | null;
}

@ObjectType({ description: "Values that were recorded." })
export class RecordVitalSignsPayload {
  @Field(() => [VitalSign], { description: "With what was computed from them." })
  vitalSigns: VitalSign[];

  @Field(() => PatientVitals)
  vitals: PatientVitals;
}

@ObjectType({ description: "A value that was taken back, and what holds without it." })
export class RetractVitalSignPayload {
  @Field(() => VitalSign)
  vitalSign: VitalSign;

  @Field(() => PatientVitals)
  vitals: PatientVitals;
}

@ObjectType({ description: "A value as live events tell of it." })
export class VitalSignReading {
  @Field(() => ID)
  id: string;

  @Field(() => String, { description: "LOINC." })
  code: string;

  @Field(() => Float)
  value: number;

  @Field(() => String, { description: "UCUM." })
  unit: string;

  @Field(() => DateTime)
  measuredAt: Date;

  @Field(() => DateTime)
  receivedAt: Date;

  @Field(() => ID, { nullable: true })
  deviceId: string | null;

  @Field(() => ReadingSourceEnum)
  source: ReadingSource;

  @Field(() => MealContextEnum, { nullable: true })
  mealContext: MealContext | null;

  @Field(() => [ReadingFlagEnum])
  flags: ReadingFlag[];
}

@ObjectType({ description: "Values of a patient that were recorded, or taken back." })
export class VitalSignsEvent {
  @Field(() => ID)
  id: string;

  @Field(() => DateTime)
  at: Date;

  @Field(() => Boolean, { description: "These values no longer count." })
  isRetraction: boolean;

  @Field(() => ID)
  patientId: string;

  @Field(() => String, { description: "Of the patient's file." })
  recordNumber: string;

  @Field(() => [VitalSignReading])
  readings: VitalSignReading[];

  @Field(() => News2Result, { nullable: true, description: "As it stands after them." })
  news2: News2Result | null;
}
