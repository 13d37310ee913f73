import { DateTime } from "@wegraph/kit/scalars";
import { Field, Float, Int, ObjectType } from "type-graphql";
import { News2RiskEnum } from "../../news2/news2.enums.ts";
import type { News2Risk } from "../../news2/news2.ts";
import { VitalRange } from "../vital.catalogue.model.ts";
import type { ReadingFlag, VitalCode } from "../vital.codes.ts";
import { ReadingFlagEnum } from "../vital.enums.ts";

@ObjectType({ description: "A value of a chart." })
export class VitalSignPoint {
  @Field(() => DateTime)
  at: Date;

  @Field(() => Float)
  value: number;

  @Field(() => [ReadingFlagEnum])
  flags: ReadingFlag[];
}

@ObjectType({ description: "What is usual for one person: of the 14 days before the chart begins." })
export class VitalSignBaseline {
  @Field(() => Float)
  median: number;

  @Field(() => Float, { description: "Median absolute deviation from it." })
  mad: number;

  @Field(() => Int, { description: "Values that it was computed from." })
  count: number;
}

@ObjectType({ description: "One vital sign of a chart, by time." })
export class VitalSignSeries {
  @Field(() => String, { description: "LOINC." })
  code: VitalCode;

  @Field(() => String, { description: "UCUM." })
  unit: string;

  @Field(() => [VitalSignPoint], {
    description: "All values, or of each stretch of time the first, the last, the lowest and the highest.",
  })
  points: VitalSignPoint[];

  @Field(() => Int, { description: "Values in the range, shown or not." })
  total: number;

  @Field(() => Boolean, { description: "There were more values than points asked for." })
  isReduced: boolean;

  @Field(() => Float, { nullable: true, description: "The lowest of all values in the range." })
  lowest: number | null;

  @Field(() => Float, { nullable: true })
  highest: number | null;

  @Field(() => VitalRange, { nullable: true, description: "Of adults at rest. Not a diagnosis." })
  reference: VitalRange | null;

  patientId: string;
  from: Date;
}

@ObjectType({ description: "A NEWS2 of a chart. It holds until the next." })
export class News2Point {
  @Field(() => DateTime)
  at: Date;

  @Field(() => Int)
  score: number;

  @Field(() => News2RiskEnum)
  risk: News2Risk;
}

@ObjectType({
  description: "A patient's vital signs over a range of time, thinned out so that no extreme is lost.",
})
export class VitalSignChart {
  @Field(() => DateTime)
  from: Date;

  @Field(() => DateTime)
  to: Date;

  @Field(() => [VitalSignSeries], { description: "One for each code asked for, in that order." })
  series: VitalSignSeries[];

  @Field(() => Int, { description: "Minutes after which a value no longer counts for a score." })
  news2FreshMinutes: number;

  patientId: string;
  points: number;
}
