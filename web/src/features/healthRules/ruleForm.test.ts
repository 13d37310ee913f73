import { expect, test } from "vitest";
import { conditionOf, reachOf, valuesOf } from "./ruleForm.ts";
import type { RuleValues } from "./ruleForm.ts";
import { fieldOfIssue, problemsOf } from "./ruleProblems.ts";
import type { RuleData } from "./ruleQueries.ts";

const filled: RuleValues = {
  ...valuesOf(null, new Map()),
  nameZh: "心率",
  nameEn: "Heart rate",
  levels: [{ severity: "WARNING", operator: "GTE", limit: "110.5" }],
};
const none = { threshold: null, trend: null, news2: null, missingData: null, deviceOffline: null };
const everybody = {
  groups: [],
  sex: null,
  ageFrom: null,
  ageTo: null,
  spo2Scale: null,
  patientIds: [],
  exceptPatientIds: [],
};
const rule: RuleData = {
  id: "1",
  shippedKey: null,
  isAsShipped: false,
  nameZh: "甲",
  nameEn: "A",
  kind: "THRESHOLD",
  adviceZh: "",
  adviceEn: "",
  source: null,
  isEnabled: true,
  version: 1,
  updatedAt: "2026-11-22T00:00:00Z",
  openAlerts: 0,
  condition: none,
  reach: everybody,
};

const level = { severity: "WARNING", operator: "GT", limit: 2 } as const;
const silence = { severity: "INFO", minutes: 90 } as const;

test.each<[RuleData["kind"], Partial<RuleData["condition"]>]>([
  [
    "THRESHOLD",
    {
      threshold: {
        code: "14743-9",
        hysteresis: 0.5,
        consecutive: 2,
        mealContext: "FASTING",
        maxAgeMinutes: 90,
        levels: [level],
      },
    },
  ],
  [
    "TREND",
    {
      trend: {
        code: "29463-7",
        measure: "COUNT",
        windowMinutes: 30,
        hysteresis: 0,
        count: 3,
        of: 5,
        minReadings: 2,
        levels: [level],
      },
    },
  ],
  ["NEWS2", { news2: { levels: [{ risk: "MEDIUM", severity: "WARNING" }] } }],
  ["MISSING_DATA", { missingData: { codes: ["29463-7"], expectedOnly: false, levels: [silence] } }],
  ["DEVICE_OFFLINE", { deviceOffline: { levels: [silence] } }],
])("a rule of kind %s comes out of the form as it went in", (kind, condition) => {
  const reach = { ...everybody, groups: ["ward-3"], sex: "MALE" as const, ageFrom: 65, spo2Scale: 2 };
  const values = valuesOf({ ...rule, kind, condition: { ...none, ...condition }, reach }, new Map());
  expect(conditionOf(values)).toEqual(condition);
  expect(reachOf(values)).toEqual(reach);
  expect(problemsOf(values)).toEqual({});
});

test("a meal is said of glucose only, and a baseline has the window that it has", () => {
  expect(conditionOf({ ...filled, mealContext: "FASTING" }).threshold?.mealContext).toBeNull();
  const trend = conditionOf({ ...filled, kind: "TREND", measure: "BASELINE" }).trend;
  expect(trend).toMatchObject({ windowMinutes: null, count: null, of: null });
});

test.each<[Partial<RuleValues>, string]>([
  [{ nameEn: " " }, "nameEn"],
  [{ levels: [{ severity: "INFO", operator: "GT", limit: "much" }] }, "levels.0.limit"],
  [{ consecutive: "0" }, "consecutive"],
  [{ maxAgeHours: "-1" }, "maxAgeHours"],
  [{ kind: "TREND", windowHours: "400" }, "windowHours"],
  [{ kind: "TREND", measure: "COUNT", count: "6", of: "5" }, "count"],
  [{ kind: "NEWS2", risks: { LOW_MEDIUM: "", MEDIUM: "", HIGH: "" } }, "risks.HIGH"],
  [{ kind: "DEVICE_OFFLINE", silences: [{ severity: "INFO", hours: "0" }] }, "silences.0.hours"],
  [{ ageFrom: "old" }, "ageFrom"],
])("%j is told of at its field", (change, field) => {
  expect(Object.keys(problemsOf({ ...filled, ...change }))).toEqual([field]);
});

test.each([
  [["input", "condition", "threshold", "levels", 1, "limit"], "levels.1.limit"],
  [["input", "condition", "trend", "windowMinutes"], "windowHours"],
  [["input", "condition", "deviceOffline", "levels", 0, "minutes"], "silences.0.hours"],
  [["input", "reach", "patientIds", 3], "patients"],
  [["input", "nameZh"], "nameZh"],
  [["input"], null],
])("what the server says of %j is shown at %s", (path, field) => {
  expect(fieldOfIssue(path)).toBe(field);
});
