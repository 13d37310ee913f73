import type { MetricUnit } from "../../gql/graphql.ts";
import type { Figure, MetricRange, MetricSeries } from "./metricsQuery.ts";

export interface Line {
  key: string;
  name: string;
  colour: string;
  /** Of the earlier time that is compared. */
  isEarlier: boolean;
}

export interface UnitChart {
  unit: MetricUnit;
  lines: Line[];
  rows: { at: number; [key: string]: number | null }[];
}

/** Told apart by people of every colour vision, in light and in dark. */
const colours = ["#0077bb", "#d9730d", "#009988", "#cc3377", "#7a5cc4", "#8a8d00", "#33a3dd", "#aa4422"];

/** Of the series of one metric: what is the same for all tells none of them apart. */
export function tellingLabels(series: readonly MetricSeries[]): ReadonlySet<string> {
  const values = new Map<string, Set<string>>();
  for (const { labels } of series)
    for (const { name, value } of labels) values.set(name, (values.get(name) ?? new Set()).add(value));
  return new Set([...values].filter(([, known]) => known.size > 1).map(([name]) => name));
}

export function nameOf({ name, labels }: MetricSeries, title: string, telling: ReadonlySet<string>): string {
  const told = labels.filter((label) => telling.has(label.name)).map(({ value }) => value);
  return told.length === 0 ? title || name : `${title || name} · ${told.join(" · ")}`;
}

interface Wanted {
  figure: Figure;
  titleOf: (name: string) => string;
  earlier: { range: MetricRange; shiftMs: number; word: string } | null;
}

type Row = UnitChart["rows"][number];
type Drawn = Omit<UnitChart, "rows"> & { byTime: Map<number, Row> };

/** One chart for each unit: what is counted differently has no axis in common. */
export function chartsOf(range: MetricRange, { figure, titleOf, earlier }: Wanted): UnitChart[] {
  const ofName = (name: string) => range.series.filter((series) => series.name === name);
  const telling = new Map(range.series.map(({ name }) => [name, tellingLabels(ofName(name))]));
  const charts = new Map<MetricUnit, Drawn>();
  const stepMs = range.stepSeconds * 1_000;
  const add = (series: MetricSeries, line: Line, shiftMs: number) => {
    const chart: Drawn = charts.get(series.unit) ?? { unit: series.unit, lines: [], byTime: new Map() };
    charts.set(series.unit, chart);
    chart.lines.push(line);
    for (const point of series.points) {
      // The steps of two times need not fall on the same moments.
      const at = Math.floor((Date.parse(point.at) + shiftMs) / stepMs) * stepMs;
      const row = chart.byTime.get(at) ?? { at };
      chart.byTime.set(at, row);
      row[line.key] = point[figure];
    }
  };
  range.series.forEach((series, index) => {
    const line = {
      key: series.id,
      name: nameOf(series, titleOf(series.name), telling.get(series.name) ?? new Set()),
      colour: colours[index % colours.length] ?? "#0077bb",
      isEarlier: false,
    };
    add(series, line, 0);
    const before = earlier?.range.series.find(({ id }) => id === series.id);
    if (!earlier || !before) return;
    const past = {
      ...line,
      key: `${line.key} earlier`,
      name: `${line.name} (${earlier.word})`,
      isEarlier: true,
    };
    add(before, past, earlier.shiftMs);
  });
  return [...charts.values()].map(({ unit, lines, byTime }) => ({
    unit,
    lines,
    rows: withGaps(byTime, lines, stepMs),
  }));
}

/** A moment without a value breaks a line rather than being drawn over, where it is longer than a late sample. */
function withGaps(
  byTime: ReadonlyMap<number, UnitChart["rows"][number]>,
  lines: readonly Line[],
  stepMs: number,
): UnitChart["rows"] {
  const rows = [...byTime.values()].toSorted((a, b) => a.at - b.at);
  const full: UnitChart["rows"] = [];
  for (const row of rows) {
    const last = full.at(-1);
    if (last && row.at - last.at > 3 * stepMs)
      full.push({ ...Object.fromEntries(lines.map(({ key }) => [key, null])), at: last.at + stepMs });
    full.push(row);
  }
  return full;
}
