import { z } from "zod";

export const reportKinds = ["DAILY", "WEEKLY", "MONTHLY"] as const;
export type ReportKind = (typeof reportKinds)[number];

/** COUNT, SECONDS and RATIO as elsewhere; what is measured of an average is written as its metric is. */
const units = ["COUNT", "SECONDS", "RATIO", "PER_SECOND", "BYTES"] as const;
export type FigureUnit = (typeof units)[number];

/** What a figure is compared with, and what came of it. */
const comparison = z.object({
  previous: z.number().nullable(),
  /** Of the earlier reports that had it. */
  median: z.number().nullable(),
  /** Median of the distances from the median. */
  deviation: z.number().nullable(),
  periods: z.number().int(),
  isAnomaly: z.boolean(),
});

const figure = comparison.extend({ key: z.string(), unit: z.enum(units), value: z.number().nullable() });
export type ReportFigure = z.infer<typeof figure>;

export const reportShape = z.object({
  figures: z.array(figure),
  /** What was raised most. */
  top: z.array(z.object({ name: z.string(), zh: z.string(), en: z.string(), count: z.number().int() })),
});
export type ReportDocument = z.infer<typeof reportShape>;

/** A figure as it was measured for the period. */
export interface MeasuredFigure {
  key: string;
  unit: FigureUnit;
  value: number | null;
}

/** Of fewer periods nobody can say what is usual. */
export const periodsNeeded = 4;
/** So many deviations from the median are unusual: of a normal distribution about one in twenty-five hundred. */
const deviationsMax = 3.5;
/** Scales the deviation to the standard deviation of a normal distribution. */
const toSigma = 1.4826;

/**
 * Compares with earlier periods of the same kind by median and median absolute deviation, which a single bad week does not
 * shift. Where all were the same, any change of more than a tenth is unusual.
 *
 * @param earlier the latest first.
 */
export function compared(
  { key, unit, value }: MeasuredFigure,
  earlier: readonly ReportDocument[],
): ReportFigure {
  const known = earlier
    .map(({ figures }) => figures.find((each) => each.key === key)?.value ?? null)
    .filter((each) => each !== null);
  const previous = known[0] ?? null;
  const median = medianOf(known);
  const deviation = median === null ? null : medianOf(known.map((each) => Math.abs(each - median)));
  const isAnomaly =
    value !== null &&
    median !== null &&
    deviation !== null &&
    known.length >= periodsNeeded &&
    Math.abs(value - median) > Math.max(deviationsMax * toSigma * deviation, Math.abs(median) / 10);
  return { key, unit, value, previous, median, deviation, periods: known.length, isAnomaly };
}

export function medianOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
