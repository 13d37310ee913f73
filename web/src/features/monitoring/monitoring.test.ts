import { expect, test } from "vitest";
import { layoutOf } from "./mapLayout.ts";
import { chartsOf } from "./metricSeries.ts";
import type { MetricRange } from "./metricsQuery.ts";
import type { SystemNode } from "./systemQuery.ts";

const at = (seconds: number) => new Date(seconds * 1_000).toISOString();
const point = (seconds: number, value: number) => ({
  at: at(seconds),
  average: value,
  min: value - 1,
  max: value + 1,
  last: value,
});

function rangeOf(series: Partial<MetricRange["series"][number]>[]): MetricRange {
  return {
    from: at(0),
    to: at(100),
    resolution: "TEN_SECONDS",
    stepSeconds: 10,
    seriesCount: series.length,
    series: series.map((one, index) => ({
      id: String(index),
      name: "cpu",
      unit: "RATIO",
      labels: [],
      points: [],
      ...one,
    })),
  };
}

const wanted = { figure: "max", titleOf: (name: string) => name, earlier: null } as const;

test("what is counted differently has a chart of its own, and series are named by what tells them apart", () => {
  const label = (instance: string) => [
    { name: "service", value: "wegraph" },
    { name: "instance", value: instance },
  ];
  const charts = chartsOf(
    rangeOf([
      { labels: label("a"), points: [point(0, 1)] },
      { labels: label("b"), points: [point(0, 2)] },
      { name: "memory", unit: "BYTES", labels: label("a"), points: [point(0, 5)] },
    ]),
    wanted,
  );
  expect(charts.map(({ unit, lines }) => [unit, lines.map(({ name }) => name)])).toEqual([
    ["RATIO", ["cpu · a", "cpu · b"]],
    ["BYTES", ["memory"]],
  ]);
  expect(charts[0]?.rows).toEqual([{ at: 0, "0": 2, "1": 3 }]);
});

test("an earlier time lies over the present one, and a time without measurements is a gap", () => {
  const now = rangeOf([{ points: [point(1_000, 1), point(1_010, 2), point(1_100, 3)] }]);
  const past = rangeOf([{ points: [point(0, 9)] }]);
  const [chart] = chartsOf(now, { ...wanted, earlier: { range: past, shiftMs: 1_000_000, word: "before" } });
  expect(chart?.lines.map(({ name, isEarlier }) => [name, isEarlier])).toEqual([
    ["cpu", false],
    ["cpu (before)", true],
  ]);
  expect(chart?.rows.map((row) => [row.at / 1_000, row["0"], row["0 earlier"]])).toEqual([
    [1_000, 2, 10],
    [1_010, 3, undefined],
    [1_020, null, null],
    [1_100, 4, undefined],
  ]);
});

test("who needs something stands left of it, and a circle ends", () => {
  const node = (id: string): SystemNode => ({
    id,
    name: id,
    kind: "PART",
    status: "UP",
    since: at(0),
    lastSeenAt: at(0),
    latencyMs: null,
    version: null,
    startedAt: null,
    componentIds: [],
  });
  const edge = (from: string, to: string) =>
    ({ from, to, status: "UP", isCritical: true, latencyMs: null }) as const;
  const nodes = ["app", "core", "database"].map(node);
  const places = ({ placed }: ReturnType<typeof layoutOf>) =>
    new Map(placed.map((one) => [one.node.id, one.x]));

  const x = places(layoutOf(nodes, [edge("app", "core"), edge("core", "database"), edge("app", "database")]));
  expect(x.get("app")).toBeLessThan(x.get("core") ?? 0);
  expect(x.get("core")).toBeLessThan(x.get("database") ?? 0);
  expect(layoutOf(nodes, [edge("app", "core"), edge("core", "app")]).placed).toHaveLength(3);
});
