/** What is stored, finest first. */
export const resolutions = ["TEN_SECONDS", "MINUTE", "HOUR", "DAY"] as const;
export type Resolution = (typeof resolutions)[number];

const minute = 60;
const hour = 3_600;
const day = 86_400;

export const secondsOf: Readonly<Record<Resolution, number>> = {
  TEN_SECONDS: 10,
  MINUTE: minute,
  HOUR: hour,
  DAY: day,
};

/** How long each is kept: long enough that the next coarser one is what a chart of that age is drawn from. */
export const daysKept: Readonly<Record<Resolution, number>> = {
  TEN_SECONDS: 3,
  MINUTE: 32,
  HOUR: 400,
  DAY: 5 * 366,
};

/** Steps that charts have, in seconds: each is a multiple of what it is made of. */
const steps = [
  10,
  20,
  30,
  minute,
  2 * minute,
  5 * minute,
  10 * minute,
  20 * minute,
  30 * minute,
  hour,
  2 * hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  7 * day,
  14 * day,
  28 * day,
] as const;

export interface Plan {
  /** What is read. */
  source: Resolution;
  /** What is told: one point for so many seconds. */
  stepSeconds: number;
}

/**
 * How a range is read so that no series has more than `pointsMax` points: from the coarsest that is fine enough for the
 * step, among those that reach back to its beginning. Several stored points that fall into one step become one, with the
 * lowest and the highest value of them, so that no extreme is lost.
 *
 * @param asked at least this coarse.
 */
export function planOf(
  { from, to, now }: { from: Date; to: Date; now: Date },
  pointsMax: number,
  asked: Resolution = "TEN_SECONDS",
): Plan {
  const spanSeconds = (to.getTime() - from.getTime()) / 1_000;
  const ageDays = (now.getTime() - from.getTime()) / 1_000 / day;
  const reaching = resolutions.filter((resolution) => ageDays <= daysKept[resolution]);
  const finest = Math.max(secondsOf[asked], secondsOf[reaching[0] ?? "DAY"]);
  // The first and the last point may be of a part of a step.
  const fits = (step: number) => spanSeconds / step <= pointsMax - 1;
  const stepSeconds =
    steps.find((step) => step >= finest && fits(step)) ??
    Math.ceil(spanSeconds / Math.max(pointsMax - 1, 1) / day) * day;
  const source = reaching.findLast((resolution) => stepSeconds % secondsOf[resolution] === 0);
  return { source: source ?? "DAY", stepSeconds };
}
