import { describe, expect, test } from "vitest";
import { keptValue, vitalLooks } from "../../vitals/vitalTable.ts";
import { checkEntry, numberOf, type Entry } from "./entryCheck.ts";
import { stepsOf } from "./news2Series.ts";
import { axisOf, momentsOf, rowsOf, withLive } from "./vitalSeries.ts";
import { rangeOf, vitalsState } from "./vitalsState.ts";

const minute = 60_000;

describe("a value that is typed", () => {
  const range = (low: number | null, high: number | null) => ({ low, high });
  const kinds = [
    { code: "8310-5", possible: range(22, 45), plausible: range(33, 42), reference: range(36.1, 37.2) },
    { code: "8480-6", possible: range(30, 320), plausible: range(60, 260), reference: range(90, 139) },
    { code: "8462-4", possible: range(15, 220), plausible: range(35, 150), reference: range(60, 89) },
    { code: "29463-7", possible: range(0.3, 500), plausible: range(2, 250), reference: null },
  ];
  const entry = (code: string, text: string, unit: string): Entry => ({ code, text, unit });

  test.each([
    ["36.8", "Cel", "NORMAL", 36.8],
    ["98.6", "[degF]", "NORMAL", 37],
    ["98.6", "Cel", "IMPOSSIBLE", 98.6],
    ["38,5", "Cel", "OUTSIDE", 38.5],
    ["３９", "Cel", "OUTSIDE", 39],
    ["32", "Cel", "IMPLAUSIBLE", 32],
    ["warm", "Cel", "NOT_NUMBER", null],
    ["1e2", "Cel", "NOT_NUMBER", null],
    ["  ", "Cel", "EMPTY", null],
  ] as const)("of temperature: %s in %s is %s", (text, unit, verdict, kept) => {
    expect(checkEntry(entry("8310-5", text, unit), kinds)).toMatchObject({ verdict, kept });
  });

  test("without a normal range is simply taken", () => {
    expect(checkEntry(entry("29463-7", "70", "kg"), kinds).verdict).toBe("TAKEN");
  });

  test("of systolic pressure must be above the diastolic one, in whatever units", () => {
    const diastolic = entry("8462-4", "16", "kPa");

    expect(checkEntry(entry("8480-6", "121", "mm[Hg]"), kinds, [diastolic]).verdict).toBe("NORMAL");
    expect(checkEntry(entry("8480-6", "120", "mm[Hg]"), kinds, [diastolic]).verdict).toBe("REVERSED");
    expect(checkEntry(entry("8480-6", "120", "mm[Hg]"), kinds, [{ ...diastolic, text: "" }]).verdict).toBe(
      "NORMAL",
    );
  });

  test("is no number where it is not one from end to end", () => {
    expect(["12", "12.5", "-3", ".5", "12.", "1 2", "NaN", "1,234.5"].map(numberOf)).toEqual([
      12,
      12.5,
      -3,
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  test("can be typed first in the unit it is kept in", () => {
    for (const { units } of vitalLooks) expect(keptValue(12.3, units[0] ?? { unit: "", over: 0 })).toBe(12.3);
  });
});

describe("a line", () => {
  const series = {
    code: "8867-4",
    total: 2,
    isReduced: false,
    lowest: 70,
    highest: 72,
    reference: null,
    points: [
      { at: "2026-11-22T08:00:00Z", value: 70, flags: [] },
      { at: "2026-11-22T08:01:00Z", value: 72, flags: [] },
    ],
  };
  const at = Date.parse("2026-11-22T08:01:00Z");

  test("goes on with what came in since, each value once, of its own vital sign only", () => {
    const live = [
      { code: "8867-4", at: at + 2 * minute, value: 75, flags: [] },
      { code: "8867-4", at, value: 72, flags: [] },
      { code: "2708-6", at: at + minute, value: 97, flags: [] },
      { code: "8867-4", at: at + minute, value: 74, flags: [] },
    ];

    expect(withLive(series, live).points.map(({ value }) => value)).toEqual([70, 72, 74, 75]);
  });

  test("breaks where nothing was measured for long, and only there", () => {
    const points = [0, 1, 2, 3, 4, 60, 61].map((minutes) => ({
      code: "8867-4",
      at: minutes * minute,
      value: minutes,
      flags: [],
    }));

    const rows = rowsOf([{ code: "8867-4", points }]);

    expect(rows.map((row) => row["8867-4"])).toEqual([0, 1, 2, 3, 4, null, 60, 61]);
  });

  test("shares its rows with another of the same moments", () => {
    const points = (code: string, values: number[]) => ({
      code,
      points: values.map((value, nth) => ({ code, at: nth * minute, value, flags: [] })),
    });

    expect(rowsOf([points("8480-6", [120, 130]), points("8462-4", [80, 85])])).toEqual([
      { at: 0, "8480-6": 120, "8462-4": 80 },
      { at: minute, "8480-6": 130, "8462-4": 85 },
    ]);
  });

  test("has an axis around its values, with a normal range that is near, and none that is far", () => {
    expect(axisOf("8867-4", [70, 95], { low: 60, high: 100 })).toEqual([50, 60, 70, 80, 90, 100, 110]);
    expect(axisOf("8480-6", [56, 138], { low: 90, high: 139 })).toEqual([50, 75, 100, 125, 150]);
    const far = axisOf("8310-5", [36.5, 37.4], { low: 10, high: 90 });
    expect(far[0]).toBeGreaterThan(35);
    expect(far.at(-1)).toBeLessThan(39);
    expect(axisOf("2708-6", [90, 99], { low: 96, high: 100 }).at(-1)).toBe(100);
    const only = axisOf("29463-7", [72], null);
    expect(only[0]).toBeLessThan(72);
    expect(only.at(-1)).toBeGreaterThan(72);
  });
});

test("a week has its days below the axis, and a day six parts", () => {
  const day = 24 * 60 * minute;

  expect(momentsOf({ from: 0, to: 7 * day })).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((nth) => nth * day));
  expect(momentsOf({ from: 0, to: day })).toHaveLength(7);
});

test("a score holds until the next, and no longer than its values count", () => {
  const scores = [
    { at: "2026-11-22T08:00:00Z", score: 1, risk: "LOW" as const },
    { at: "2026-11-22T09:00:00Z", score: 5, risk: "MEDIUM" as const },
  ];
  const start = Date.parse("2026-11-22T08:00:00Z");
  const hour = 60 * minute;

  const steps = stepsOf(scores, 6 * hour, start + 24 * hour);

  expect(steps.map(({ at, score }) => [(at - start) / hour, score])).toEqual([
    [0, 1],
    [1, 5],
    [7, 5],
    [7 + 1 / hour, null],
  ]);
  expect(stepsOf(scores, 6 * hour, start + 2 * hour).at(-1)).toMatchObject({
    at: start + 2 * hour,
    score: 5,
  });
});

test("a range of one's own counts only with its beginning before its end", () => {
  const now = Date.parse("2026-11-22T08:00:00Z");
  const own = { span: "day" as const, from: "2026-11-01T00:00:00.000Z", to: "2026-11-02T00:00:00.000Z" };

  expect(rangeOf(own, now)).toEqual({ from: Date.parse(own.from), to: Date.parse(own.to), isLive: false });
  for (const wrong of [
    { ...own, from: own.to, to: own.from },
    { ...own, from: "" },
  ])
    expect(rangeOf(wrong, now)).toEqual({ from: now - 24 * 60 * minute, to: now, isLive: true });
  expect(vitalsState.from.read("yesterday")).toBe("");
});
