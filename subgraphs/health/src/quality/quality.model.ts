import { Field, Int, ObjectType } from "type-graphql";

@ObjectType({ description: "How good a day's data were; each part 0 to 100, null where it cannot be told." })
export class HealthDataQuality {
  @Field(() => String, { description: "The day: YYYY-MM-DD." })
  day: string;

  @Field(() => Int, {
    description: "In sum: completeness 40 %, timeliness 20 %, plausibility 25 %, consistency 15 %.",
  })
  total: number;

  @Field(() => Int, {
    nullable: true,
    description: "What came of what was expected by the devices' intervals.",
  })
  completeness: number | null;

  @Field(() => Int, { nullable: true, description: "The share of values that were not late." })
  timeliness: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "The share of values that were neither implausible nor spikes.",
  })
  plausibility: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      "The share of values with a right clock, less 25 for each flat line and 30 for each sign that drifts.",
  })
  consistency: number | null;

  @Field(() => Int, { nullable: true, description: "Measurements that were expected; null where none were." })
  expected: number | null;

  @Field(() => Int, { description: "Measurements that came." })
  sets: number;

  @Field(() => Int, { description: "Values in them." })
  received: number;

  @Field(() => Int) late: number;
  @Field(() => Int) implausible: number;
  @Field(() => Int) spikes: number;
  @Field(() => Int) flatLines: number;
  @Field(() => Int) clockCorrected: number;

  @Field(() => Int, { description: "Vital signs whose level moves on and on over a week." })
  drifting: number;
}
