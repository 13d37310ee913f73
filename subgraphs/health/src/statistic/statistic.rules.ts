import type { StatisticPeriod } from "./statistic.codes.ts";
import type { Stretch } from "./statistic.sums.ts";

const dayMs = 86_400_000;

/** The first day of the period that a day is in; weeks begin on Monday (ISO 8601). @param day YYYY-MM-DD. */
export function periodStart(period: StatisticPeriod, day: string): string {
  if (period === "DAY") return day;
  if (period === "MONTH") return `${day.slice(0, 7)}-01`;
  const at = new Date(`${day}T00:00:00.000Z`);
  const sinceMonday = (at.getUTCDay() + 6) % 7;
  return new Date(at.getTime() - sinceMonday * dayMs).toISOString().slice(0, 10);
}

/** How many periods begin from one day to another, both included: at most, where the first is cut. */
export function periodCount(period: StatisticPeriod, from: string, to: string): number {
  const days = Math.round((Date.parse(to) - Date.parse(from)) / dayMs) + 1;
  if (period === "DAY") return days;
  if (period === "WEEK") return Math.ceil(days / 7);
  const months = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7));
  return months(to) - months(from) + 1;
}

/**
 * Days as the periods they lie in, each once, in pieces that one statement does: a piece is of one month, for readings lie in
 * monthly partitions, and of so many patients.
 */
export function pieces(period: StatisticPeriod, days: readonly Stretch[], size: number): Stretch[][] {
  const byMonth = new Map<string, Map<string, Stretch>>();
  for (const { patientId, startsOn: day } of days) {
    const startsOn = periodStart(period, day);
    const month = startsOn.slice(0, 7);
    const known = byMonth.get(month) ?? new Map<string, Stretch>();
    byMonth.set(month, known.set(`${patientId} ${startsOn}`, { patientId, startsOn }));
  }
  return [...byMonth.values()].flatMap((stretches) => {
    const all = [...stretches.values()];
    return Array.from({ length: Math.ceil(all.length / size) }, (_, nth) =>
      all.slice(nth * size, (nth + 1) * size),
    );
  });
}
