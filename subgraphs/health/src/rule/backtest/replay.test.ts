import { describe, expect, test } from "vitest";
import { vital } from "../../vital/vital.codes.ts";
import type { ThresholdCondition, TrendCondition } from "../rule.condition.ts";
import { lookEveryMs, replay } from "./replay.rules.ts";
import type { PastReading } from "./replay.rules.ts";
import { replaySilence } from "./silence.replay.ts";
import { byDay, longestMinutes } from "./summary.rules.ts";

const minute = 60_000;
const start = Date.UTC(2026, 10, 1);

const high: ThresholdCondition = {
  kind: "THRESHOLD",
  code: vital.systolic,
  levels: [
    { severity: "WARNING", operator: "GTE", limit: 160 },
    { severity: "CRITICAL", operator: "GTE", limit: 180 },
  ],
  hysteresis: 5,
  consecutive: 1,
  mealContext: null,
  maxAgeMinutes: 60,
};

/** A value at a minute, come at that minute unless told otherwise. */
function at(
  minutes: number,
  value: number,
  given: { came?: number; isDoubtful?: boolean } = {},
): PastReading {
  const { came = minutes, isDoubtful = false } = given;
  return {
    value,
    at: start + minutes * minute,
    receivedAt: start + came * minute,
    deviceId: null,
    isDoubtful,
    meal: null,
  };
}

const said = (condition: ThresholdCondition | TrendCondition, readings: PastReading[], from = start) =>
  replay(condition, readings, from).map(
    ({ severity, raisedAt, clearedAt, count, value }) =>
      `${severity} ${(raisedAt - start) / minute}-${clearedAt === null ? "" : (clearedAt - start) / minute} ${count}× ${value}`,
  );

describe("a replay", () => {
  test("raises, makes worse, keeps up and ends as it was measured", () => {
    const readings = [120, 165, 185, 170, 157, 154, 161].map((value, i) => at(i, value));
    expect(said(high, readings)).toEqual(["CRITICAL 1-5 3× 185", "WARNING 6- 1× 161"]);
  });

  test("goes by when readings came: what came late raises nothing, and is there for what follows", () => {
    expect(said(high, [at(0, 120), at(10, 120), at(5, 190, { came: 11 })])).toEqual([]);
    const twice = { ...high, consecutive: 2 };
    expect(
      said(twice, [at(0, 120), at(10, 120), at(11, 165, { came: 13 }), at(12, 120, { came: 12 })]),
    ).toEqual([]);
    expect(said(twice, [at(9, 165, { came: 11 }), at(10, 165), at(12, 120), at(13, 165)])).toEqual([]);
    expect(said(twice, [at(0, 120), at(2, 120), at(1, 170, { came: 3 }), at(4, 171), at(5, 172)])).toEqual([
      "WARNING 5- 1× 172",
    ]);
  });

  test("raises nothing on what was too old when it came", () => {
    expect(said(high, [at(0, 190, { came: 61 })])).toEqual([]);
    expect(said(high, [at(0, 190, { came: 60 })])).toEqual(["CRITICAL 0- 1× 190"]);
  });

  test("judges nothing before its beginning, and reads what was before", () => {
    const twice = { ...high, consecutive: 2 };
    expect(said(twice, [at(0, 170), at(1, 170), at(2, 170)], start + 2 * minute)).toEqual([
      "WARNING 2- 1× 170",
    ]);
  });

  test("looks at trends as often as the platform does, at the newest value then", () => {
    const gain: TrendCondition = {
      kind: "TREND",
      code: vital.weight,
      measure: "CHANGE",
      windowMinutes: 60,
      levels: [{ severity: "WARNING", operator: "GT", limit: 2 }],
      hysteresis: 0,
      count: null,
      of: null,
      minReadings: 2,
    };
    const look = lookEveryMs / minute;
    const readings = [
      at(1, 80),
      at(look + 1, 83),
      at(look + 2, 81),
      at(2 * look + 1, 83),
      at(3 * look + 1, 81),
    ];
    expect(said(gain, readings)).toEqual([`WARNING ${2 * look + 1}-${3 * look + 1} 1× 3`]);
  });
});

describe("silences", () => {
  const silence = {
    levels: [
      { severity: "INFO" as const, minutes: 10 },
      { severity: "WARNING" as const, minutes: 30 },
    ],
  };
  const span = { from: start, to: start + 100 * minute };
  const of = (minutes: number[]) =>
    replaySilence(
      silence,
      minutes.map((each) => start + each * minute),
      [span],
      start,
    ).map(
      ({ severity, raisedAt, clearedAt }) =>
        `${severity} ${(raisedAt - start) / minute}-${clearedAt === null ? "" : (clearedAt - start) / minute}`,
    );

  test("begin when a level's time is up, and end with the next sign", () => {
    expect(of([0, 5, 14, 24, 60, 95])).toEqual(["INFO 24-24", "WARNING 34-60", "WARNING 70-95"]);
  });

  test("that last are open at the end", () => {
    expect(of([])).toEqual(["WARNING 10-"]);
  });
});

test("days without a firing are there too, in the business time zone", () => {
  const firing = { severity: "WARNING" as const, clearedAt: null, count: 1, value: 1, readings: [] };
  const late = { ...firing, raisedAt: Date.parse("2026-11-01T17:00:00Z") };
  const days = byDay([late], {
    from: Date.parse("2026-11-01T00:00:00Z"),
    to: Date.parse("2026-11-03T00:00:00Z"),
    zone: "Asia/Shanghai",
  });
  expect(days).toEqual([
    { day: "2026-11-01", info: 0, warning: 0, critical: 0 },
    { day: "2026-11-02", info: 0, warning: 1, critical: 0 },
    { day: "2026-11-03", info: 0, warning: 0, critical: 0 },
  ]);
  expect(longestMinutes([late], late.raisedAt + 90 * minute)).toBe(90);
  expect(longestMinutes([], 0)).toBeNull();
});
