import { expect, test } from "vitest";
import type { Statistics } from "./statsQuery.ts";
import { spanOf } from "./statsQuery.ts";
import { toPoints } from "./statsSeries.ts";

const hour = (
  at: string,
  sent: number,
  failed: number,
  p95Ms: number | null = null,
): Statistics["hours"][number] => ({
  hour: at,
  accepted: 0,
  sent,
  failed,
  cancelled: 0,
  delivered: 0,
  read: 0,
  successRate: null,
  p50Ms: null,
  p95Ms,
});
const span = { from: "2026-11-22T00:00:00.000Z", to: "2026-11-22T06:00:00.000Z" };

test("hours in which nothing happened are drawn as nothing, and without a rate", () => {
  const points = toPoints([hour("2026-11-22T02:00:00Z", 9, 1)], span);

  expect(points.map(({ sent }) => sent)).toEqual([0, 0, 9, 0, 0, 0]);
  expect(points.map(({ successRate }) => successRate)).toEqual([null, null, 0.9, null, null, null]);
});

test("more hours than a chart draws are drawn in steps that add up, with the worst latency of each", () => {
  const points = toPoints(
    [
      hour("2026-11-22T00:00:00Z", 1, 0, 10),
      hour("2026-11-22T01:00:00Z", 2, 1, 90),
      hour("2026-11-22T05:00:00Z", 4, 0, 5),
    ],
    span,
    3,
  );

  expect(points.map(({ sent, failed, p95Ms }) => [sent, failed, p95Ms])).toEqual([
    [3, 1, 90],
    [0, 0, null],
    [4, 0, 5],
  ]);
});

test("a range ends with the present hour, so that the same question is asked for as long as it lasts", () => {
  const one = spanOf("24h", Date.parse("2026-11-22T09:01:00Z"));

  expect(one).toEqual(spanOf("24h", Date.parse("2026-11-22T09:59:59Z")));
  expect(one).toEqual({ from: "2026-11-21T10:00:00.000Z", to: "2026-11-22T10:00:00.000Z" });
});
