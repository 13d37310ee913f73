/** How a value is compared with a limit. */
export const operators = ["GT", "GTE", "LT", "LTE"] as const;
export type Operator = (typeof operators)[number];

/** What of the readings of some time a trend rule compares. */
export const trendMeasures = [
  /** Of the straight line through them, by the hour: ordinary least squares. */
  "SLOPE_PER_HOUR",
  "SLOPE_PER_DAY",
  /** How many of the newest are beyond the limit. */
  "COUNT",
  /** The newest against the lowest of the window (against the highest, where a fall is looked for). */
  "CHANGE",
  "CHANGE_PERCENT",
  /** The newest against the patient's own median, in scaled median absolute deviations. */
  "BASELINE",
] as const;
export type TrendMeasure = (typeof trendMeasures)[number];

/** Which side of what is normal. */
export const directions = ["LOW", "HIGH"] as const;
export type Direction = (typeof directions)[number];

export function directionOf(operator: Operator): Direction {
  return operator === "GT" || operator === "GTE" ? "HIGH" : "LOW";
}
