import { expect, test } from "vitest";
import { periodCount, periodStart, pieces } from "./statistic.rules.ts";
import { idAt } from "./statistic.sums.ts";

test.each([
  ["DAY", "2026-11-22", "2026-11-22"],
  ["WEEK", "2026-11-22", "2026-11-16"],
  ["WEEK", "2026-11-23", "2026-11-23"],
  ["WEEK", "2027-01-01", "2026-12-28"],
  ["MONTH", "2026-02-28", "2026-02-01"],
] as const)("the %s of %s begins on %s", (period, day, start) => {
  expect(periodStart(period, day)).toBe(start);
});

test.each([
  ["DAY", "2026-02-27", "2026-03-01", 3],
  ["WEEK", "2026-11-16", "2026-11-22", 1],
  ["WEEK", "2026-11-16", "2026-11-23", 2],
  ["MONTH", "2025-12-31", "2026-02-01", 3],
] as const)("%s from %s to %s are %d", (period, from, to, count) => {
  expect(periodCount(period, from, to)).toBe(count);
});

test("days of one week are one stretch of it, and a piece never spans two months", () => {
  const days = ["2026-10-31", "2026-11-01", "2026-11-02", "2026-11-03"].map((startsOn) => ({
    patientId: "p",
    startsOn,
  }));

  expect(pieces("WEEK", days, 10)).toEqual([
    [{ patientId: "p", startsOn: "2026-10-26" }],
    [{ patientId: "p", startsOn: "2026-11-02" }],
  ]);
  expect(pieces("DAY", days, 2).map((piece) => piece.length)).toEqual([1, 2, 1]);
});

test("ids of a moment begin with it", () => {
  expect(idAt(new Date(0x0190_0000_0001))).toBe("01900000-0001-7000-8000-000000000000");
});
