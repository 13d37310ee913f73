import type { VitalCode } from "../vital/vital.codes.ts";
import { definitionOf } from "../vital/vital.catalogue.ts";
import type { Direction, TrendMeasure } from "./rule.codes.ts";
import type { TrendCondition } from "./rule.condition.ts";

/** A reading as rules see it; one that is flagged SPIKE is none. */
export interface Sample {
  value: number;
  /** When it was measured, in milliseconds of Unix time. */
  at: number;
  deviceId: string | null;
  /** Flagged IMPLAUSIBLE: says nothing unless another one agrees. */
  isDoubtful: boolean;
}

/** What is usual for a patient: of the 14 days before the day of the reading (UTC). */
export interface Baseline {
  median: number;
  /** Median absolute deviation, not scaled. */
  mad: number;
  count: number;
}

/** A trend in figures. */
export interface Measured {
  value: number;
  /** What it was made from, newest last. */
  readings: readonly Sample[];
  facts: Readonly<Record<string, number>>;
}

export const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** The newest of a window that has more: a wristband's 14 days are 20,000. */
export const samplesMax = 2_000;
/** Makes the median absolute deviation of normally distributed values their standard deviation (Leys et al. 2013). */
const madScale = 1.4826;

/**
 * What a trend rule compares with its limits, or null where too little is known. Slopes are those of ordinary least squares over
 * readings that span at least half of the window; a change is from the window's lowest (a fall: highest) reading to the newest; the
 * distance from the baseline is in scaled median absolute deviations, which one outlier does not move (Leys et al. 2013, "Detecting
 * outliers: Do not use standard deviation around the mean, use absolute deviation around the median").
 *
 * @param window oldest first, the newest last; doubtful ones are left out.
 */
export function measure(
  { code, measure: what, windowMinutes, minReadings }: TrendCondition,
  direction: Direction,
  window: readonly Sample[],
  baseline: Baseline | null,
): Measured | null {
  const newest = window.at(-1);
  if (!newest || newest.isDoubtful) return null;
  switch (what) {
    case "BASELINE":
      return baseline && baseline.count >= minReadings ? fromBaseline(newest, baseline, code) : null;
    case "SLOPE_PER_HOUR":
    case "SLOPE_PER_DAY":
    case "CHANGE":
    case "CHANGE_PERCENT": {
      const readings = within(window, newest.at, windowMinutes);
      if (readings.length < minReadings) return null;
      return what === "CHANGE" || what === "CHANGE_PERCENT"
        ? change(newest, readings, direction, what)
        : slope(readings, windowMinutes, what);
    }
    case "COUNT":
      return null;
  }
}

/** The part of a window that counts, doubtful ones left out. */
export function within(window: readonly Sample[], until: number, windowMinutes: number): Sample[] {
  const from = until - windowMinutes * minuteMs;
  return window.filter(({ at, isDoubtful }) => at >= from && !isDoubtful).slice(-samplesMax);
}

/** Day of a baseline: it stays the same for all readings of a day. */
export function baselineDay(at: number): number {
  return at - (at % (24 * hourMs));
}

export function baselineOf(values: readonly number[]): Baseline {
  const middle = median(values);
  return {
    median: middle,
    mad: median(values.map((value) => Math.abs(value - middle))),
    count: values.length,
  };
}

/** As PostgreSQL's percentile_cont(0.5) has it; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  const upper = sorted[Math.floor(half)] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}

/** Where all were the same, what the code is shown in is the least that counts as a deviation. */
function fromBaseline(newest: Sample, { median: middle, mad, count }: Baseline, code: VitalCode): Measured {
  const least = 10 ** -definitionOf(code).precision;
  const deviation = Math.max(madScale * mad, least);
  return {
    value: (newest.value - middle) / deviation,
    readings: [newest],
    facts: { baseline: middle, deviation, baselineCount: count },
  };
}

function change(
  newest: Sample,
  readings: readonly Sample[],
  direction: Direction,
  what: "CHANGE" | "CHANGE_PERCENT",
): Measured | null {
  const reference = readings.reduce((best, each) =>
    (direction === "HIGH" ? each.value < best.value : each.value > best.value) ? each : best,
  );
  const difference = newest.value - reference.value;
  if (what === "CHANGE_PERCENT" && reference.value === 0) return null;
  return {
    value: what === "CHANGE" ? rounded(difference) : (100 * difference) / reference.value,
    readings: reference === newest ? [newest] : [reference, newest],
    facts: { reference: reference.value, referenceHours: rounded((newest.at - reference.at) / hourMs) },
  };
}

function slope(readings: readonly Sample[], windowMinutes: number, what: TrendMeasure): Measured | null {
  const [first] = readings;
  const last = readings.at(-1);
  if (!first || !last || last.at - first.at < (windowMinutes * minuteMs) / 2) return null;
  const unitMs = what === "SLOPE_PER_HOUR" ? hourMs : 24 * hourMs;
  const times = readings.map(({ at }) => (at - first.at) / unitMs);
  const meanTime = mean(times);
  const meanValue = mean(readings.map(({ value }) => value));
  let together = 0;
  let spread = 0;
  for (const [i, { value }] of readings.entries()) {
    const time = (times[i] ?? 0) - meanTime;
    together += time * (value - meanValue);
    spread += time * time;
  }
  return {
    value: together / spread,
    readings,
    facts: { mean: rounded(meanValue), readings: readings.length },
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** 82.1 - 80 is 2.0999999999999943: not what a limit of 2.1 is meant to see. */
function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
