import { DateTime } from "@wegraph/kit/scalars";
import { Field, Float, Int, ObjectType } from "type-graphql";

@ObjectType({ description: "How values are spread over people, each counted once by their mean." })
export class CohortDistribution {
  @Field(() => Float)
  p10: number;

  @Field(() => Float)
  p25: number;

  @Field(() => Float)
  median: number;

  @Field(() => Float)
  p75: number;

  @Field(() => Float)
  p90: number;

  @Field(() => Float)
  mean: number;
}

@ObjectType({ description: "How many patients' means lie from one value up to another." })
export class CohortBin {
  @Field(() => Float)
  from: number;

  @Field(() => Float, { description: "Not included." })
  to: number;

  @Field(() => Int, { nullable: true, description: "Null where it is kept back: there are fewer than five." })
  patients: number | null;
}

@ObjectType({ description: "A cohort in one period. Figures are null where they are kept back." })
export class CohortPoint {
  @Field(() => String, { description: "The period's first day, as YYYY-MM-DD." })
  startsOn: string;

  @Field(() => Int, { nullable: true, description: "Who had readings." })
  patients: number | null;

  @Field(() => Int, { nullable: true })
  readings: number | null;

  @Field(() => Float, { nullable: true })
  p10: number | null;

  @Field(() => Float, { nullable: true })
  median: number | null;

  @Field(() => Float, { nullable: true })
  p90: number | null;

  @Field(() => Float, { nullable: true, description: "Of its readings, 0 to 1." })
  outOfRange: number | null;
}

@ObjectType({
  description:
    "A vital sign over a group of patients. Figures of fewer than five people are kept back from who may not see them all by name.",
})
export class HealthCohort {
  @Field(() => Int, { nullable: true, description: "Of whom it tells; null where that is kept back." })
  patients: number | null;

  @Field(() => Int, { nullable: true, description: "Those with readings." })
  measured: number | null;

  @Field(() => Int, { nullable: true })
  readings: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Of their readings outside the reference range, 0 to 1.",
  })
  outOfRange: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Of all periods of all patients, the share that has readings, 0 to 1.",
  })
  coverage: number | null;

  @Field(() => CohortDistribution, { nullable: true })
  distribution: CohortDistribution | null;

  @Field(() => [CohortBin])
  bins: CohortBin[];

  @Field(() => [CohortPoint], { description: "Periods with readings, the earliest first." })
  points: CohortPoint[];

  @Field(() => Boolean, { description: "The group is so small that nothing of it is told." })
  isKeptBack: boolean;

  @Field(() => DateTime, { nullable: true, description: "When the newest of its sums was made." })
  computedAt: Date | null;
}
