import { vital } from "../vital/vital.codes.ts";
import type { VitalCode } from "../vital/vital.codes.ts";

/** A value at a moment, in milliseconds. */
export interface Point {
  at: number;
  value: number;
}

const hour = 3_600_000;

interface SignRules {
  /** A jump to a value and back at once, of at least so much, is no body's doing. */
  spike: number;
  /** Exactly the same value over so long, in milliseconds, is a sensor that hangs; null where bodies do that. */
  flatMs: number | null;
  /** A level that moves by so much from day to day in one direction is a sensor that wears out. */
  driftPerDay: number;
}

/**
 * What is no living body's doing, by sign. Spikes: more than what changes within a minute or two at rest. Flat lines: vital signs
 * at rest vary from beat to beat and breath to breath (heart rate variability; Task Force of the ESC and NASPE, 1996), so
 * that the same whole number for hours says that nothing is measured; SpO₂ is 100 % for long in the healthy, and
 * temperature, weight and blood glucose are measured seldom.
 */
const rules: Readonly<Partial<Record<VitalCode, SignRules>>> = {
  [vital.systolic]: { spike: 60, flatMs: 3 * hour, driftPerDay: 6 },
  [vital.diastolic]: { spike: 40, flatMs: 3 * hour, driftPerDay: 5 },
  [vital.heartRate]: { spike: 50, flatMs: hour, driftPerDay: 6 },
  [vital.respiration]: { spike: 15, flatMs: 3 * hour, driftPerDay: 2 },
  [vital.spo2]: { spike: 12, flatMs: null, driftPerDay: 1 },
  [vital.temperature]: { spike: 2, flatMs: 6 * hour, driftPerDay: 0.3 },
  [vital.glucose]: { spike: 8, flatMs: 6 * hour, driftPerDay: 1 },
  [vital.weight]: { spike: 10, flatMs: null, driftPerDay: 0.8 },
};

/** A spike is back at once: its neighbours are this near, and agree with each other. */
const neighbourMs = hour;
const flatPointsMin = 10;
const driftDaysMin = 4;

/** Places of values that are far from both neighbours, which agree with each other. @param points in the order of time. */
export function spikesOf(code: VitalCode, points: readonly Point[]): number[] {
  const limit = rules[code]?.spike;
  if (limit === undefined) return [];
  return points.flatMap((point, nth) => {
    const [before, after] = [points[nth - 1], points[nth + 1]];
    if (!before || !after || after.at - before.at > neighbourMs) return [];
    const up = point.value - before.value;
    const down = point.value - after.value;
    const isOut = Math.abs(up) >= limit && Math.abs(down) >= limit && Math.sign(up) === Math.sign(down);
    return isOut && Math.abs(after.value - before.value) < limit / 2 ? [nth] : [];
  });
}

/** Places in a series, both included. */
export interface Stretch {
  first: number;
  last: number;
}

/** Stretches of the same value that are longer than a living body keeps it. @param points in the order of time. */
export function flatLinesOf(code: VitalCode, points: readonly Point[]): Stretch[] {
  const flatMs = rules[code]?.flatMs ?? null;
  if (flatMs === null) return [];
  const stretches: Stretch[] = [];
  let from = 0;
  for (let nth = 1; nth <= points.length; nth += 1) {
    if (points[nth]?.value === points[from]?.value && nth < points.length) continue;
    const [first, last] = [points[from], points[nth - 1]];
    if (first && last && nth - from >= flatPointsMin && last.at - first.at >= flatMs)
      stretches.push({ first: from, last: nth - 1 });
    from = nth;
  }
  return stretches;
}

/** No stretch of the same value has to be longer to be one. */
export const flatMsMax = Math.max(...Object.values(rules).map(({ flatMs }) => flatMs ?? 0));

/**
 * Whether days' medians move on and on in one direction: the median of all slopes between two days (Theil 1950, Sen 1968), which a few
 * odd days do not bend, is over the sign's limit, and at least four fifths of the pairs agree with it.
 */
export function isDrifting(code: VitalCode, days: readonly { day: number; median: number }[]): boolean {
  const limit = rules[code]?.driftPerDay;
  if (limit === undefined || days.length < driftDaysMin) return false;
  const slopes = days.flatMap((one, nth) =>
    days.slice(nth + 1).flatMap((other) => {
      const apart = other.day - one.day;
      return apart > 0 ? [(other.median - one.median) / apart] : [];
    }),
  );
  const sorted = slopes.toSorted((a, b) => a - b);
  const slope = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const agreeing = slopes.filter((each) => Math.sign(each) === Math.sign(slope)).length;
  return Math.abs(slope) >= limit && agreeing >= slopes.length * 0.8;
}
