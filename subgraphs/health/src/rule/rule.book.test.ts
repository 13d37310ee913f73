import { describe, expect, test } from "vitest";
import { vital } from "../vital/vital.codes.ts";
import { RuleBook } from "./rule.book.ts";
import type { ActiveRule } from "./rule.book.ts";
import type { Condition, Level, ThresholdCondition } from "./rule.condition.ts";
import { everybody, isFor } from "./rule.reach.ts";
import type { RuleReach } from "./rule.reach.ts";

const at = new Date("2026-11-22T04:00:00Z");
const patient = {
  id: "0190b5a0-0000-7000-8000-000000000001",
  groups: ["hypertension", "ward-3"],
  sex: "FEMALE" as const,
  spo2Scale: 1 as const,
  birthDate: new Date("1958-04-12"),
};
const high: Level = { severity: "WARNING", operator: "GTE", limit: 160 };
const low: Level = { severity: "CRITICAL", operator: "LTE", limit: 90 };

function rule(
  id: string,
  reach: Partial<RuleReach>,
  condition: Partial<ThresholdCondition> = {},
): ActiveRule {
  return {
    id,
    nameZh: id,
    nameEn: id,
    advice: { zh: "", en: "" },
    reach: { ...everybody, ...reach },
    condition: {
      kind: "THRESHOLD",
      code: vital.systolic,
      levels: [high, low],
      hysteresis: 0,
      consecutive: 1,
      mealContext: null,
      maxAgeMinutes: null,
      ...condition,
    },
  };
}

function held(rules: ActiveRule[], of = patient) {
  return new RuleBook(rules)
    .forReading(of, at, vital.systolic, null)
    .map(({ rule: { id }, levels }) => `${id} ${levels.map(({ limit }) => limit).join(" ")}`);
}

describe("the nearest rule", () => {
  test("of a patient stands in for a group's, and that for everybody's", () => {
    const all = rule("all", {});
    const group = rule("group", { groups: ["ward-3"] });
    const own = rule("own", { patientIds: [patient.id] });
    expect(held([all])).toEqual(["all 160 90"]);
    expect(held([all, group])).toEqual(["group 160 90"]);
    expect(held([all, group, own])).toEqual(["own 160 90"]);
    expect(held([all, group, own], { ...patient, id: "another" })).toEqual(["group 160 90"]);
    expect(held([all, group, own], { ...patient, id: "another", groups: [] })).toEqual(["all 160 90"]);
  });

  test("a high limit of one's own leaves everybody's low limit in force", () => {
    const own = rule("own", { patientIds: [patient.id] }, { levels: [{ ...high, limit: 150 }] });
    expect(held([rule("all", {}), own])).toEqual(["all 90", "own 150"]);
  });

  test("of two that are as near both hold", () => {
    const one = rule("one", { groups: ["ward-3"] });
    const other = rule("other", { groups: ["hypertension"] });
    expect(held([one, other])).toEqual(["one 160 90", "other 160 90"]);
  });

  test("age and sex make a rule no nearer", () => {
    expect(held([rule("all", {}), rule("old", { ageFrom: 65 })])).toEqual(["all 160 90", "old 160 90"]);
  });

  test("a trend does not stand in for a limit", () => {
    const counted: Condition = {
      kind: "TREND",
      code: vital.systolic,
      measure: "COUNT",
      windowMinutes: 60,
      levels: [high],
      hysteresis: 0,
      count: 2,
      of: 3,
      minReadings: 2,
    };
    const own: ActiveRule = { ...rule("own", { patientIds: [patient.id] }), condition: counted };
    expect(held([rule("all", {}), own])).toEqual(["all 160 90", "own 160"]);
  });

  test("of silences, for the same vital signs only", () => {
    const silence = (id: string, codes: (typeof vital.weight)[], reach: Partial<RuleReach>): ActiveRule => ({
      ...rule(id, reach),
      condition: {
        kind: "MISSING_DATA",
        codes,
        expectedOnly: false,
        levels: [{ severity: "INFO", minutes: 5 }],
      },
    });
    const book = new RuleBook([
      silence("all", [], {}),
      silence("weights", [vital.weight], {}),
      silence("own weights", [vital.weight], { patientIds: [patient.id] }),
    ]);
    expect(book.others("MISSING_DATA", patient, at).map(({ id }) => id)).toEqual(["all", "own weights"]);
  });
});

test("a limit for a meal holds for readings of that meal only", () => {
  const of = (meal: "FASTING" | "AFTER_MEAL" | null) =>
    new RuleBook([
      rule("any", {}, { code: vital.glucose, levels: [low] }),
      rule("fasting", {}, { code: vital.glucose, levels: [high], mealContext: "FASTING" }),
    ])
      .forReading(patient, at, vital.glucose, meal)
      .map(({ rule: { id } }) => id);
  expect(of("FASTING")).toEqual(["any", "fasting"]);
  expect(of("AFTER_MEAL")).toEqual(["any"]);
  expect(of(null)).toEqual(["any"]);
});

test.each<[Partial<RuleReach>, boolean]>([
  [{}, true],
  [{ groups: ["ward-3", "ward-4"] }, true],
  [{ groups: ["ward-4"] }, false],
  [{ sex: "MALE" }, false],
  [{ ageFrom: 68, ageTo: 68 }, true],
  [{ ageFrom: 69 }, false],
  [{ ageTo: 67 }, false],
  [{ spo2Scale: 2 }, false],
  [{ patientIds: ["another"] }, false],
  [{ exceptPatientIds: [patient.id] }, false],
])("whom %j reaches", (reach, expected) => {
  expect(isFor({ ...everybody, ...reach }, patient, 68)).toBe(expected);
});
