import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { z } from "zod";
import { DateTime } from "@wegraph/kit/scalars";
import { text } from "@wegraph/kit/validate";
import { moment } from "../moment.ts";
import { resolutions } from "./rollup/resolution.rules.ts";
import type { Resolution } from "./rollup/resolution.rules.ts";

export const MetricResolutionEnum = z.enum(resolutions).enum;
registerEnumType(MetricResolutionEnum, {
  name: "MetricResolution",
  description: "How finely something measured is stored or told.",
  valuesConfig: {
    TEN_SECONDS: { description: "As it was measured; kept for 3 days." },
    MINUTE: { description: "Kept for 32 days." },
    HOUR: { description: "Kept for 400 days." },
    DAY: { description: "Days of UTC; kept for five years." },
  },
});

export const metricUnits = ["RATIO", "SECONDS", "BYTES", "PER_SECOND", "COUNT"] as const;
export const MetricUnitEnum = z.enum(metricUnits).enum;
registerEnumType(MetricUnitEnum, {
  name: "MetricUnit",
  description: "What a value counts.",
  valuesConfig: {
    RATIO: { description: "From 0 to 1." },
    SECONDS: { description: "Seconds." },
    BYTES: { description: "Bytes." },
    PER_SECOND: { description: "How many a second." },
    COUNT: { description: "How many." },
  },
});

@ObjectType({ description: "A name and a value that tell one series from another." })
export class MetricLabel {
  @Field(() => String)
  name: string;

  @Field(() => String)
  value: string;
}

@ObjectType({ description: "One thing that is measured." })
export class MetricInfo {
  @Field(() => String, { description: '"request_seconds_p95"' })
  name: string;

  @Field(() => MetricUnitEnum)
  unit: (typeof metricUnits)[number];

  @Field(() => String, { description: "In English; its name where it has no other." })
  title: string;

  @Field(() => String, { description: "In Chinese; its name where it has no other." })
  titleZh: string;

  @Field(() => [String], { description: "Names of the labels that its series have." })
  labels: string[];

  @Field(() => Int, { description: "How many series were measured in the last 24 hours." })
  seriesCount: number;
}

@ObjectType({ description: "What was measured within one step." })
export class MetricPoint {
  @Field(() => DateTime, { description: "When the step began." })
  at: Date;

  @Field(() => Float)
  average: number;

  @Field(() => Float)
  min: number;

  @Field(() => Float)
  max: number;

  @Field(() => Float, { description: "The latest." })
  last: number;

  @Field(() => Int, { description: "How many ten-second samples it is of." })
  count: number;
}

@ObjectType({ description: "One thing measured, by one set of labels." })
export class MetricSeries {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  name: string;

  @Field(() => MetricUnitEnum)
  unit: (typeof metricUnits)[number];

  @Field(() => [MetricLabel])
  labels: MetricLabel[];

  @Field(() => [MetricPoint], {
    description: "The oldest first. A step in which nothing was measured has none.",
  })
  points: MetricPoint[];
}

@ObjectType({ description: "Measurements over a range of time." })
export class MetricRangeResult {
  @Field(() => DateTime)
  from: Date;

  @Field(() => DateTime)
  to: Date;

  @Field(() => MetricResolutionEnum, { description: "What it was read from." })
  resolution: Resolution;

  @Field(() => Int, { description: "How many seconds a point is of." })
  stepSeconds: number;

  @Field(() => [MetricSeries], { description: "50 at most." })
  series: MetricSeries[];

  @Field(() => Int, { description: "How many series match, those left out included." })
  seriesCount: number;
}

@ObjectType({ description: "One series at one moment." })
export class LiveMetricPoint {
  @Field(() => String)
  name: string;

  @Field(() => [MetricLabel])
  labels: MetricLabel[];

  @Field(() => Float)
  average: number;

  @Field(() => Float)
  min: number;

  @Field(() => Float)
  max: number;

  @Field(() => Float)
  last: number;
}

@ObjectType({ description: "What was measured at one moment." })
export class SystemMetrics {
  @Field(() => DateTime)
  at: Date;

  @Field(() => [LiveMetricPoint])
  points: LiveMetricPoint[];
}

@InputType({ description: "A label that a series must have, with this value." })
export class MetricLabelInput {
  static readonly rules = z.object({ name: text(1, 100), value: z.string().max(500) });

  @Field(() => String)
  name: string;

  @Field(() => String)
  value: string;
}

/** Of a chart; more lines than that nobody can tell apart. */
export const namesMax = 12;
export const namesRule = z.array(text(1, 200)).min(1).max(namesMax, `at most ${namesMax}`);

const rangeDaysMax = 5 * 366;

@InputType({ description: "Which measurements." })
export class MetricsInput {
  static readonly rules = z
    .object({
      names: namesRule,
      match: z.array(MetricLabelInput.rules).max(10, "at most 10").nullish(),
      from: moment,
      to: moment,
      resolution: z.enum(resolutions).nullish(),
      maxPoints: z.number().int().min(2).max(1_000).nullish(),
    })
    .refine(({ from, to }) => from < to, { path: ["to"], message: "must be after from" })
    .refine(({ from, to }) => to.getTime() - from.getTime() <= rangeDaysMax * 86_400_000, {
      path: ["from"],
      message: "at most five years",
    });

  @Field(() => [String], { description: `1 to ${namesMax}, as \`metricNames\` gives them.` })
  names: string[];

  @Field(() => [MetricLabelInput], { nullable: true })
  match?: MetricLabelInput[] | null;

  @Field(() => DateTime)
  from: Date;

  @Field(() => DateTime, { description: "Not included." })
  to: Date;

  @Field(() => MetricResolutionEnum, {
    nullable: true,
    description: "At least this coarse. Unless given, as fine as `maxPoints` allows.",
  })
  resolution?: Resolution | null;

  @Field(() => Int, { nullable: true, description: "Of each series; 300 unless given, 1,000 at most." })
  maxPoints?: number | null;
}
