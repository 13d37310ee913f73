import { expect, test } from "vitest";
import { definitionOf } from "../vital/vital.catalogue.ts";
import { vital } from "../vital/vital.codes.ts";
import { conditionShape, isVital } from "./rule.condition.ts";
import { reachShape } from "./rule.reach.ts";
import { shippedRules } from "./rule.shipped.ts";

const threshold = {
  kind: "THRESHOLD",
  code: vital.systolic,
  levels: [{ severity: "WARNING", operator: "GTE", limit: 160 }],
  hysteresis: 5,
  consecutive: 1,
  mealContext: null,
  maxAgeMinutes: null,
};
const trend = {
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
const level = threshold.levels[0];

test.each([
  ["threshold", threshold],
  ["trend", trend],
])("a %s that is well is taken", (_, condition) => {
  expect(conditionShape.safeParse(condition).success).toBe(true);
});

test.each<[string, object]>([
  ["levels", { ...threshold, levels: [] }],
  ["levels.0.limit", { ...threshold, levels: [{ ...level, limit: 400 }] }],
  ["levels.1.limit", { ...threshold, levels: [level, { ...level, severity: "CRITICAL", limit: 150 }] }],
  ["levels.1.severity", { ...threshold, levels: [level, { ...level, limit: 170 }] }],
  ["levels.0.limit", { ...threshold, levels: [level, { severity: "WARNING", operator: "LTE", limit: 165 }] }],
  ["hysteresis", { ...threshold, hysteresis: -1 }],
  ["consecutive", { ...threshold, consecutive: 11 }],
  ["mealContext", { ...threshold, mealContext: "FASTING" }],
  ["code", { ...threshold, code: "1234-5" }],
  ["count", { ...trend, measure: "COUNT", of: 3, levels: [{ ...level, limit: 100 }] }],
  ["count", { ...trend, measure: "COUNT", count: 4, of: 3, levels: [{ ...level, limit: 100 }] }],
  ["count", { ...trend, count: 3 }],
  ["windowMinutes", { ...trend, measure: "BASELINE" }],
  ["windowMinutes", { ...trend, windowMinutes: 99_999 }],
  ["levels.0.limit", { ...trend, levels: [{ ...level, limit: -2 }] }],
  [
    "levels.1.risk",
    {
      kind: "NEWS2",
      levels: [
        { severity: "INFO", risk: "HIGH" },
        { severity: "WARNING", risk: "HIGH" },
      ],
    },
  ],
  ["levels.0.minutes", { kind: "DEVICE_OFFLINE", levels: [{ severity: "INFO", minutes: 0 }] }],
])("what is wrong is told of at its place: %s", (path, condition) => {
  const parsed = conditionShape.safeParse(condition);
  expect(parsed.error?.issues.map((issue) => issue.path.join("."))).toContain(path);
});

test.each(shippedRules.map((rule) => [rule.key, rule] as const))(
  "the shipped rule %s fits what rules have to be, and names its source",
  (_, { condition, reach, source, advice, name }) => {
    expect(conditionShape.parse(condition)).toEqual(condition);
    expect(reachShape.parse(reach)).toEqual(reach);
    expect(source).toMatch(/20\d\d|Operational/);
    for (const said of [advice.zh, advice.en, name.zh, name.en]) expect(said.length).toBeGreaterThan(1);
  },
);

test("advice on a vital sign says that it is no diagnosis", () => {
  for (const { condition, advice } of shippedRules)
    if (isVital(condition) || condition.kind === "NEWS2") {
      expect(advice.en).toContain("Not a diagnosis");
      expect(advice.zh).toContain("不构成诊断");
    }
});

test("no shipped limit lies within what is normal for adults", () => {
  for (const { condition } of shippedRules) {
    if (condition.kind !== "THRESHOLD") continue;
    const [low, high] = definitionOf(condition.code).reference ?? [null, null];
    for (const { operator, limit } of condition.levels)
      if (operator.startsWith("G")) expect(limit).toBeGreaterThan(high ?? -1);
      else expect(limit).toBeLessThanOrEqual(low ?? Number.POSITIVE_INFINITY);
  }
});

test("shipped rules have keys of their own", () => {
  expect(new Set(shippedRules.map(({ key }) => key)).size).toBe(shippedRules.length);
});
