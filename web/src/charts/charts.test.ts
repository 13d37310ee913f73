import { describe, expect, test } from "vitest";
import { toCsv } from "./csv.ts";
import { downsample, pointsMax } from "./downsample.ts";
import { toArcs } from "./ring.series.ts";
import { niceCeiling, toTrend } from "./trend.series.ts";

describe("down-sampling", () => {
  const wave = Array.from({ length: 20_000 }, (_, at) => ({ at, value: Math.sin(at / 500) * 100 }));

  test("never leaves more points than a chart may draw", () => {
    expect(downsample(wave).length).toBeLessThanOrEqual(pointsMax);
  });

  test("keeps a spike of a single point", () => {
    const spiked = wave.map((point) => (point.at === 12_345 ? { ...point, value: 9_999 } : point));

    expect(Math.max(...downsample(spiked).map(({ value }) => value))).toBe(9_999);
  });

  test("keeps the ends and the order", () => {
    const kept = downsample(wave, 100);

    expect([kept[0], kept.at(-1)]).toEqual([wave[0], wave.at(-1)]);
    expect(kept.map(({ at }) => at)).toEqual(kept.map(({ at }) => at).toSorted((one, other) => one - other));
  });

  test("leaves a short series as it is", () => {
    const short = wave.slice(0, 10);

    expect(downsample(short)).toBe(short);
  });
});

describe("a table for a spreadsheet", () => {
  test("opens with Chinese intact and its quotes and commas in place", () => {
    const csv = toCsv(["名称", "n"], [['陈 "小" 明, 三', 4]]);

    expect(csv).toBe('\uFEFF名称,n\r\n"陈 ""小"" 明, 三",4\r\n');
  });

  test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\tx"])("does not run %s as a formula", (hostile) => {
    expect(toCsv(["x"], [[hostile]])).toContain(`'${hostile}`);
  });

  test("writes a negative number as the number it is", () => {
    expect(toCsv(["x"], [[-5]])).toContain("\r\n-5\r\n");
  });
});

describe("a ring", () => {
  test("shows each part by its share, and nothing for a part of nothing", () => {
    const arcs = toArcs(
      [
        { key: "a", value: 3, colour: "x" },
        { key: "b", value: 0, colour: "x" },
        { key: "c", value: 1, colour: "x" },
      ],
      80,
      15,
    );

    expect(arcs.map(({ key, share }) => [key, share])).toEqual([
      ["a", 0.75],
      ["c", 0.25],
    ]);
  });

  test("closes when there is one part only", () => {
    const [arc] = toArcs([{ key: "a", value: 5, colour: "x" }], 80, 15);

    expect(arc?.path).not.toContain("NaN");
    expect(arc?.share).toBe(1);
  });

  test("of nothing is empty", () => {
    expect(toArcs([], 80, 15)).toEqual([]);
  });
});

describe("the online trend", () => {
  const stored = [
    { at: "2026-11-22T08:00:00Z", online: 10, total: 20 },
    { at: "2026-11-22T08:05:00Z", online: 12, total: 20 },
  ];

  test("ends with what is true now", () => {
    const at = Date.parse("2026-11-22T08:07:00Z");

    expect(toTrend(stored, { at, online: 15, total: 21 }).at(-1)).toEqual({ at, value: 15, total: 21 });
  });

  test("does not go back in time for a figure that is older than the last point", () => {
    const at = Date.parse("2026-11-22T08:01:00Z");

    expect(toTrend(stored, { at, online: 15, total: 21 })).toHaveLength(2);
  });

  test.each([
    [0, 4],
    [3, 4],
    [7, 8],
    [130, 150],
    [200, 250],
    [940, 1_000],
    [960, 1_500],
    [1_000, 1_500],
  ])("has an axis with air above %i: up to %i", (highest, ceiling) => {
    expect(niceCeiling(highest)).toBe(ceiling);
  });
});
