import type { TrendPoint } from "../../charts/trend.series.ts";
import type { QuotaWindow } from "../../gql/graphql.ts";

/** So many days back from the day that `now` is in the zone, as YYYY-MM-DD. */
export function dayBefore(days: number, timeZone: string, now = Date.now()): string {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(now);
  const at = new Date(`${parts}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() - days);
  return at.toISOString().slice(0, 10);
}

export interface UsageRow {
  day: string;
  used: number;
  peak: number;
  included?: number | null | undefined;
}

/** Every day as a point, oldest first: a day without a row used nothing, of a stock as much as the day before. */
export function trendOf(
  rows: readonly UsageRow[],
  { from, to }: { from: string; to: string },
  window: QuotaWindow,
): TrendPoint[] {
  const byDay = new Map(rows.map((row) => [row.day, row]));
  const points: TrendPoint[] = [];
  // What was not used yet was under the limit that was first known.
  const first = rows.reduce<UsageRow | null>(
    (soFar, row) => (soFar && soFar.day < row.day ? soFar : row),
    null,
  );
  let before = { value: 0, limit: first?.included ?? 0 };
  for (const at = new Date(`${from}T00:00:00Z`); ; at.setUTCDate(at.getUTCDate() + 1)) {
    const day = at.toISOString().slice(0, 10);
    const row = byDay.get(day);
    const idle = window === "LEVEL" ? before.value : 0;
    const value = row ? (window === "LEVEL" ? row.peak : row.used) : idle;
    const limit = row?.included ?? before.limit;
    before = { value, limit };
    // Noon, so that the day is the same one in every zone near it. A month's limit is no line over its days.
    points.push({ at: Date.parse(`${day}T12:00:00Z`), value, total: window === "MONTH" ? value : limit });
    if (day >= to) return points;
  }
}
