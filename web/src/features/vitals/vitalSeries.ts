import type { ReadingFlag } from "../../gql/graphql.ts";
import { vitalLooks } from "../../vitals/vitalTable.ts";
import type { VitalSeriesData } from "./vitalsQuery.ts";

/** What is drawn as one chart: blood pressure is two lines of one quantity. */
export interface ChartGroup {
  key: string;
  codes: readonly string[];
}

const pressure = ["8480-6", "8462-4"];

export const chartGroups: readonly ChartGroup[] = [
  { key: "pressure", codes: pressure },
  ...vitalLooks
    .filter(({ code }) => !pressure.includes(code))
    .map(({ key, code }) => ({ key, codes: [code] })),
];

export interface LivePoint {
  code: string;
  at: number;
  value: number;
  flags: readonly ReadingFlag[];
}

export interface ChartRow {
  at: number;
  /** By code. Null breaks the line. */
  [code: string]: number | null;
}

export interface DrawnSeries {
  code: string;
  points: readonly LivePoint[];
}

/** What the server sent, and what came in since. */
export function withLive(series: VitalSeriesData, live: readonly LivePoint[]): DrawnSeries {
  const { code } = series;
  const points = series.points.map(({ at, value, flags }) => ({ code, at: Date.parse(at), value, flags }));
  const last = points.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  const fresh = live.filter((point) => point.code === code && point.at > last);
  return { code, points: [...points, ...fresh].toSorted((a, b) => a.at - b.at) };
}

/** Longer than so many usual distances, nobody knows what was in between. */
const gapFactor = 12;

/**
 * One row for each moment, with the values of all lines. A line breaks where nothing was measured for much longer than is usual in it:
 * drawn through, it would show what nobody measured.
 */
export function rowsOf(drawn: readonly DrawnSeries[]): ChartRow[] {
  const rows = new Map<number, ChartRow>();
  const rowAt = (at: number): ChartRow => {
    const known = rows.get(at) ?? { at };
    rows.set(at, known);
    return known;
  };
  for (const { code, points } of drawn) {
    const gap = usualDistance(points) * gapFactor;
    let last: number | undefined;
    for (const { at, value } of points) {
      if (last !== undefined && at - last > gap) rowAt(last + 1)[code] ??= null;
      rowAt(at)[code] = value;
      last = at;
    }
  }
  return [...rows.values()].toSorted((a, b) => a.at - b.at);
}

/** The median: one long night must not make every gap look usual. */
function usualDistance(points: readonly { at: number }[]): number {
  const distances = points.slice(1).map(({ at }, index) => at - (points[index]?.at ?? at));
  if (distances.length < 4) return Number.POSITIVE_INFINITY;
  return distances.toSorted((a, b) => a - b)[Math.floor(distances.length / 2)] ?? Number.POSITIVE_INFINITY;
}

/** What is measured in percent has no more than all. */
const highestOf: Readonly<Record<string, number>> = { "2708-6": 100 };

/** Where an axis has its lines: around what is drawn, with the normal range in sight where it is near. */
export function axisOf(
  code: string,
  values: readonly number[],
  reference: { low: number | null; high: number | null } | null,
): number[] {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const room = Math.max(high - low, 1);
  const near = (limit: number | null | undefined) =>
    limit != null && limit > low - room && limit < high + room ? [limit] : [];
  const seen = [low, high, ...near(reference?.low), ...near(reference?.high)];
  const step = niceStep((Math.max(...seen) - Math.min(...seen)) / 4);
  const from = Math.floor((Math.min(...seen) - step * 0.1) / step);
  const to = Math.ceil((Math.max(...seen) + step * 0.1) / step);
  const lines = Array.from({ length: to - from + 1 }, (_, nth) => Number(((from + nth) * step).toFixed(6)));
  return lines.filter((line) => line <= (highestOf[code] ?? Number.POSITIVE_INFINITY));
}

/** 1, 2, 2.5 or 5 of a power of ten: what people count in. */
function niceStep(about: number): number {
  if (!(about > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(about));
  const times = [1, 2, 2.5, 5, 10].find((each) => each * power >= about) ?? 10;
  return times * power;
}

const dayMs = 24 * 60 * 60_000;

/** Moments below an axis: a week has its days, everything else six equal parts. */
export function momentsOf({ from, to }: { from: number; to: number }): number[] {
  const days = (to - from) / dayMs;
  const parts = days > 4 && days < 10 ? 7 : 6;
  return Array.from({ length: parts + 1 }, (_, nth) => from + ((to - from) * nth) / parts);
}
