import { describe, expect, test } from "vitest";
import { vital } from "../vital/vital.codes.ts";
import type { Level, ThresholdCondition, TrendCondition } from "./rule.condition.ts";
import { decide, decideNews2, decideSilence } from "./rule.decision.ts";
import { baselineOf, median } from "./rule.measures.ts";
import type { Sample } from "./rule.measures.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const noon = Date.UTC(2026, 10, 22, 12);

const levels: Level[] = [
  { severity: "WARNING", operator: "GTE", limit: 160 },
  { severity: "CRITICAL", operator: "GTE", limit: 180 },
  { severity: "CRITICAL", operator: "LTE", limit: 90 },
];
const systolic: ThresholdCondition = {
  kind: "THRESHOLD",
  code: vital.systolic,
  levels,
  hysteresis: 5,
  consecutive: 1,
  mealContext: null,
  maxAgeMinutes: 60,
};

/** Values, the newest last, so many milliseconds apart; one that ends in "?" is doubtful. */
function series(values: readonly (number | `${number}?`)[], everyMs = minute): Sample[] {
  return values.map((given, i) => ({
    value: Number.parseFloat(String(given)),
    at: noon - (values.length - 1 - i) * everyMs,
    deviceId: null,
    isDoubtful: typeof given === "string",
  }));
}

function said(condition: ThresholdCondition | TrendCondition, window: Sample[], ageMs = 0): string {
  const verdict = decide(condition, condition.levels, { window, ageMs, baseline: null });
  return verdict.is === "FIRES" ? verdict.severity : verdict.is;
}

describe("a limit", () => {
  test.each([
    [159.9, "NOTHING"],
    [160, "WARNING"],
    [179.9, "WARNING"],
    [180, "CRITICAL"],
    [250, "CRITICAL"],
    [155, "NOTHING"],
    [154.9, "CLEAR"],
    [95.1, "CLEAR"],
    [95, "NOTHING"],
    [90.1, "NOTHING"],
    [90, "CRITICAL"],
  ])("of %d mmHg it says %s", (value, expected) => {
    expect(said(systolic, series([value]))).toBe(expected);
  });

  test.each([
    ["GT", 16.7, "CLEAR"],
    ["GT", 16.8, "WARNING"],
    ["GTE", 16.7, "WARNING"],
    ["LT", 16.7, "CLEAR"],
    ["LT", 16.6, "WARNING"],
    ["LTE", 16.7, "WARNING"],
  ] as const)("%s 16.7 says of %d: %s", (operator, value, expected) => {
    const condition = {
      ...systolic,
      hysteresis: 0,
      levels: [{ severity: "WARNING", operator, limit: 16.7 } as const],
    };
    expect(said(condition, series([value]))).toBe(expected);
  });

  test.each([
    [2, [185], "NOTHING"],
    [2, [150, 185], "NOTHING"],
    [2, [161, 185], "WARNING"],
    [2, [181, 185], "CRITICAL"],
    [3, [181, 165, 185], "WARNING"],
    [3, [181, 159, 185], "NOTHING"],
    [3, [181, 185, 120], "CLEAR"],
  ])("of %d one after another: %j says %s", (consecutive, values, expected) => {
    expect(said({ ...systolic, consecutive }, series(values))).toBe(expected);
  });

  test("what came too long after it was measured raises nothing, and still ends what is over", () => {
    expect(said(systolic, series([190]), hour)).toBe("CRITICAL");
    expect(said(systolic, series([190]), hour + 1)).toBe("NOTHING");
    expect(said(systolic, series([120]), hour + 1)).toBe("CLEAR");
    expect(said({ ...systolic, maxAgeMinutes: null }, series([190]), 9 * day)).toBe("CRITICAL");
  });

  test("an implausible value counts where the one before it says the same, and never ends anything", () => {
    expect(said(systolic, series(["270?"]))).toBe("NOTHING");
    expect(said(systolic, series([120, "270?"]))).toBe("NOTHING");
    expect(said(systolic, series(["265?", "270?"]))).toBe("CRITICAL");
    expect(said(systolic, series([165, "270?"]))).toBe("WARNING");
    expect(said(systolic, series(["265?", "270?"], hour + 1))).toBe("NOTHING");
    expect(said({ ...systolic, levels: levels.slice(2) }, series(["270?"]))).toBe("NOTHING");
  });

  test("only the levels that are left to the rule are looked at", () => {
    const window = series([85]);
    expect(decide(systolic, levels.slice(0, 2), { window, ageMs: 0, baseline: null }).is).toBe("CLEAR");
  });

  test("without a reading nothing is said", () => {
    expect(said(systolic, [])).toBe("NOTHING");
  });
});

const counted: TrendCondition = {
  kind: "TREND",
  code: vital.systolic,
  measure: "COUNT",
  windowMinutes: 60,
  levels: [
    { severity: "INFO", operator: "GTE", limit: 140 },
    { severity: "WARNING", operator: "GTE", limit: 160 },
  ],
  hysteresis: 0,
  count: 3,
  of: 5,
  minReadings: 2,
};

describe("n of m readings", () => {
  test.each([
    [[150, 150], "CLEAR"],
    [[150, 120, 150], "CLEAR"],
    [[150, 120, 150, 120, 150], "INFO"],
    [[120, 150, 120, 120, 150, 150], "INFO"],
    [[150, 150, 120, 120, 120, 150], "CLEAR"],
    [[170, 165, 120, 150, 160], "WARNING"],
    [[150, 150, 150, 120], "NOTHING"],
  ])("3 of 5 of %j: %s", (values, expected) => {
    expect(said(counted, series(values))).toBe(expected);
  });

  test("what is older than the window does not count", () => {
    expect(said(counted, series([150, 150, 150], 30 * minute))).toBe("INFO");
    expect(said(counted, series([150, 150, 150], 31 * minute))).toBe("CLEAR");
  });
});

const gain: TrendCondition = {
  ...counted,
  code: vital.weight,
  measure: "CHANGE",
  windowMinutes: 3 * 24 * 60,
  levels: [{ severity: "WARNING", operator: "GT", limit: 2 }],
  hysteresis: 0.5,
  count: null,
  of: null,
};

describe("a change", () => {
  test.each([
    [[80, 82], "NOTHING"],
    [[80, 82.1], "WARNING"],
    [[82, 80, 82.1], "WARNING"],
    [[80, 81.6], "NOTHING"],
    [[80, 81.5], "CLEAR"],
    [[84, 80], "CLEAR"],
    [[84], "NOTHING"],
  ])("of weights %j, a day apart: %s", (values, expected) => {
    expect(said(gain, series(values, day))).toBe(expected);
  });

  test("the window is three days long, both ends included", () => {
    expect(said(gain, series([80, 83], 3 * day))).toBe("WARNING");
    expect(said(gain, series([80, 83], 3 * day + 1))).toBe("NOTHING");
  });

  test("a fall is counted from the highest, in percent if wanted", () => {
    const loss: TrendCondition = {
      ...gain,
      measure: "CHANGE_PERCENT",
      levels: [{ severity: "WARNING", operator: "LTE", limit: -5 }],
      hysteresis: 1,
    };
    expect(said(loss, series([100, 95], day))).toBe("WARNING");
    expect(said(loss, series([100, 95.1], day))).toBe("NOTHING");
    expect(said(loss, series([100, 97], day))).toBe("CLEAR");
  });

  test("an implausible weight is left out", () => {
    expect(said(gain, series(["40?", 80, 81], day))).toBe("CLEAR");
    expect(said(gain, series([80, "130?"], day))).toBe("NOTHING");
  });
});

describe("a slope", () => {
  const rising: TrendCondition = {
    ...gain,
    code: vital.heartRate,
    measure: "SLOPE_PER_HOUR",
    windowMinutes: 120,
    levels: [
      { severity: "WARNING", operator: "GTE", limit: 10 },
      { severity: "WARNING", operator: "LTE", limit: -10 },
    ],
    hysteresis: 2,
    minReadings: 3,
  };

  test.each([
    [[60, 65, 70, 75, 80], "WARNING"],
    [[60, 64.5, 69, 73.5, 78], "NOTHING"],
    [[60, 63, 66, 69, 72], "CLEAR"],
    [[80, 75, 70, 65, 60], "WARNING"],
  ])("of %j every half hour: %s", (values, expected) => {
    expect(said(rising, series(values, hour / 2))).toBe(expected);
  });

  test("by the day it is 24 times that", () => {
    const daily = { ...rising, measure: "SLOPE_PER_DAY" } as const;
    const verdict = decide(daily, daily.levels, {
      window: series([60, 61, 62], hour),
      ageMs: 0,
      baseline: null,
    });
    expect(verdict).toMatchObject({ is: "FIRES", measured: { value: 24 } });
  });

  test("readings that span less than half of the window, or too few, say nothing", () => {
    expect(said(rising, series([60, 90, 120], 29 * minute))).toBe("NOTHING");
    expect(said(rising, series([60, 120], hour))).toBe("NOTHING");
  });
});

describe("the personal baseline", () => {
  const above: TrendCondition = {
    ...gain,
    code: vital.heartRate,
    measure: "BASELINE",
    windowMinutes: 14 * 24 * 60,
    levels: [{ severity: "INFO", operator: "GTE", limit: 3 }],
    hysteresis: 0.5,
    minReadings: 10,
  };
  const verdict = (value: number, baseline: { median: number; mad: number; count: number } | null) =>
    decide(above, above.levels, { window: series([value]), ageMs: 0, baseline });

  test("deviations are 1.4826 times the median absolute deviation", () => {
    const baseline = { median: 60, mad: 5, count: 10 };
    expect(verdict(60 + 3 * 5 * 1.4826, baseline)).toMatchObject({ is: "FIRES", severity: "INFO" });
    expect(verdict(82.2, baseline)).toEqual({ is: "NOTHING" });
    expect(verdict(78, baseline)).toEqual({ is: "CLEAR" });
  });

  test("where all were the same, the least that is shown is a deviation", () => {
    expect(verdict(63, { median: 60, mad: 0, count: 10 })).toMatchObject({ measured: { value: 3 } });
  });

  test("of too few readings there is none", () => {
    expect(verdict(200, { median: 60, mad: 5, count: 9 })).toEqual({ is: "NOTHING" });
    expect(verdict(200, null)).toEqual({ is: "NOTHING" });
  });

  test.each([
    [[3, 1, 2], { median: 2, mad: 1, count: 3 }],
    [[1, 2, 3, 10], { median: 2.5, mad: 1, count: 4 }],
    [[60, 60, 60, 120], { median: 60, mad: 0, count: 4 }],
  ])("of %j it is %j: one outlier does not move it", (values, expected) => {
    expect(baselineOf(values)).toEqual(expected);
  });

  test("there is no middle of nothing", () => {
    expect(median([])).toBeNaN();
  });
});

test.each([
  ["LOW", null],
  ["LOW_MEDIUM", "WARNING"],
  ["MEDIUM", "WARNING"],
  ["HIGH", "CRITICAL"],
] as const)("a NEWS2 risk of %s says %s", (risk, expected) => {
  const condition = {
    kind: "NEWS2" as const,
    levels: [
      { severity: "WARNING" as const, risk: "LOW_MEDIUM" as const },
      { severity: "CRITICAL" as const, risk: "HIGH" as const },
    ],
  };
  expect(decideNews2(condition, risk)).toBe(expected);
});

test.each([
  [59.9, undefined],
  [60, "INFO"],
  [119, "INFO"],
  [120, "WARNING"],
])("a silence of %d minutes says %s", (minutes, expected) => {
  const silence = {
    levels: [
      { severity: "INFO" as const, minutes: 60 },
      { severity: "WARNING" as const, minutes: 120 },
    ],
  };
  expect(decideSilence(silence, minutes)?.severity).toBe(expected);
});
