import { describe, expect, test } from "vitest";
import { vital } from "../vital/vital.codes.ts";
import type { ReadingFlag } from "../vital/vital.codes.ts";
import { qualityOf, weights } from "./quality.rules.ts";
import type { DayFacts } from "./quality.rules.ts";
import { findingsOf } from "./mark.rules.ts";
import { flatLinesOf, isDrifting, spikesOf } from "./series.rules.ts";

const minute = 60_000;
const series = (values: readonly number[], stepMs = minute) =>
  values.map((value, nth) => ({ at: nth * stepMs, value }));

describe("a spike", () => {
  test.each<[string, number[], number[]]>([
    ["is far from both neighbours", [70, 71, 130, 72, 70], [2]],
    ["may go down", [120, 121, 40, 119], [2]],
    ["is none where the level stays", [70, 71, 130, 131, 130], []],
    ["is none just under its limit", [70, 119, 70], []],
    ["is one at its limit", [70, 120, 70], [1]],
    ["is none at either end", [130, 70, 71, 130], []],
  ])("%s", (_, values, places) => {
    expect(spikesOf(vital.heartRate, series(values))).toEqual(places);
  });

  test("is none between readings of different hours", () => {
    expect(spikesOf(vital.heartRate, series([70, 130, 70], 40 * minute))).toEqual([]);
  });
});

describe("a flat line", () => {
  test("is the same value for an hour, and not for a minute less", () => {
    const flat = (minutes: number) => series(Array.from({ length: minutes + 1 }, () => 72));
    expect(flatLinesOf(vital.heartRate, flat(60))).toHaveLength(1);
    expect(flatLinesOf(vital.heartRate, flat(59))).toHaveLength(0);
  });

  test("is broken by any other value, and counted again after it", () => {
    const hour = Array.from({ length: 61 }, () => 72);
    expect(flatLinesOf(vital.heartRate, series([...hour, 73, ...hour]))).toHaveLength(2);
    expect(
      flatLinesOf(vital.heartRate, series([...hour.slice(0, 40), 73, ...hour.slice(0, 40)])),
    ).toHaveLength(0);
  });

  test("is none of a few readings that happen to be alike, nor of SpO₂, which is 100 % for long", () => {
    expect(flatLinesOf(vital.heartRate, series([72, 72, 72], 60 * minute))).toHaveLength(0);
    expect(flatLinesOf(vital.spo2, series(Array.from({ length: 600 }, () => 100)))).toHaveLength(0);
  });
});

describe("marks of values", () => {
  const points = (values: readonly number[], flags: Readonly<Record<number, ReadingFlag[]>> = {}) =>
    series(values).map((point, nth) => ({ ...point, id: String(nth), flags: flags[nth] ?? [] }));
  const hour = Array.from({ length: 61 }, () => 72);
  type Case = [string, ReturnType<typeof points>, number, Record<string, ReadingFlag[]>, [number, number]];

  test.each<Case>([
    [
      "say which one is a spike, beside what is known of it",
      points([70, 71, 130, 72, 70], { 2: ["LATE"] }),
      0,
      { 2: ["LATE", "SPIKE"] },
      [1, 0],
    ],
    ["are not written again", points([70, 71, 130, 72], { 2: ["SPIKE"] }), 0, {}, [1, 0]],
    [
      "are taken off what turns out to be none",
      points([70, 129, 130, 131], { 2: ["SPIKE", "MOVEMENT"] }),
      0,
      { 2: ["MOVEMENT"] },
      [0, 0],
    ],
    [
      "stay at the first, whose neighbour is not known",
      points([130, 72, 70], { 0: ["SPIKE"] }),
      0,
      {},
      [0, 0],
    ],
    [
      "are of the day only, which is compared with what was before it",
      points([70, 130, 71, 72, 130, 70]),
      2 * minute,
      { 4: ["SPIKE"] },
      [1, 0],
    ],
    [
      "lie on a whole flat line, from midnight on",
      points(hour),
      59 * minute,
      { 59: ["FLAT_LINE"], 60: ["FLAT_LINE"] },
      [0, 1],
    ],
    ["are of no flat line that ended before midnight", points([...hour, 80, 81]), 61 * minute, {}, [0, 0]],
  ])("%s", (_, given, from, changed, [spikes, flatLines]) => {
    const found = findingsOf(vital.heartRate, given, from);
    expect(Object.fromEntries(found.changes.map(({ id, flags }) => [id, flags]))).toEqual(changed);
    expect([found.spikes, found.flatLines]).toEqual([spikes, flatLines]);
  });
});

describe("a drift", () => {
  const days = (medians: number[]) => medians.map((median, day) => ({ day, median }));
  test.each<[string, number[], boolean]>([
    ["goes on and on", [120, 127, 133, 141, 148], true],
    ["is none where the level is steady", [120, 122, 119, 121, 120], false],
    ["is none after one odd day", [120, 121, 160, 120, 121], false],
    ["is none too early to tell", [120, 130, 140], false],
    ["may go down", [150, 143, 137, 129], true],
  ])("%s", (_, medians, expected) => {
    expect(isDrifting(vital.systolic, days(medians))).toBe(expected);
  });
});

describe("quality", () => {
  const perfect: DayFacts = {
    expected: 100,
    sets: 100,
    received: 400,
    late: 0,
    implausible: 0,
    spikes: 0,
    flatLines: 0,
    clockCorrected: 0,
    drifting: 0,
  };
  test.each<[string, Partial<DayFacts>, number[]]>([
    ["all there and right", {}, [100, 100, 100, 100, 100]],
    ["half of it there", { sets: 50, received: 200 }, [50, 100, 100, 100, 80]],
    ["more than expected", { sets: 130 }, [100, 100, 100, 100, 100]],
    ["a quarter late", { late: 100 }, [100, 75, 100, 100, 95]],
    ["a tenth no body's", { implausible: 20, spikes: 20 }, [100, 100, 90, 100, 98]],
    ["a sensor that hung", { flatLines: 1 }, [100, 100, 100, 75, 96]],
    ["a sensor that drifts", { drifting: 1 }, [100, 100, 100, 70, 96]],
    ["a wrong clock", { clockCorrected: 400 }, [100, 100, 100, 0, 85]],
  ])("of %s", (_, given, [completeness, timeliness, plausibility, consistency, total]) => {
    expect(qualityOf({ ...perfect, ...given })).toEqual({
      completeness,
      timeliness,
      plausibility,
      consistency,
      total,
    });
  });

  test("without an expectation counts what can be told", () => {
    expect(qualityOf({ ...perfect, expected: null, late: 200 })).toMatchObject({
      completeness: null,
      total: 83,
    });
  });

  test("of a day on which nothing came although it should have is nothing", () => {
    const nothing = { ...perfect, sets: 0, received: 0 };
    expect(qualityOf(nothing)).toEqual({
      completeness: 0,
      timeliness: null,
      plausibility: null,
      consistency: null,
      total: 0,
    });
  });

  test("weighs its parts to a hundred", () => {
    expect(Object.values(weights).reduce((sum, weight) => sum + weight, 0)).toBe(100);
  });
});
