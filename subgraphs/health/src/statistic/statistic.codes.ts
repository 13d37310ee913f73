export const statisticPeriods = ["DAY", "WEEK", "MONTH"] as const;
export type StatisticPeriod = (typeof statisticPeriods)[number];

/** The most periods that are asked for at once: a year and a month of days. */
export const periodsMax = 400;
