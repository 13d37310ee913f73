import { describe, expect, test } from "vitest";
import { diabetesScore } from "./diabetesScore.ts";
import { framingham } from "./framingham.ts";
import { gradeOf, hypertension } from "./hypertension.ts";
import type { RiskInputs } from "./risk.inputs.ts";

const unknown: RiskInputs = {
  age: 50,
  sex: "MALE",
  isPregnant: false,
  isSmoker: null,
  hasDiabetes: null,
  hasTreatedHypertension: null,
  hasFamilyHistory: null,
  waistCm: null,
  systolic: null,
  diastolic: null,
  bmi: null,
  totalCholesterol: null,
  hdl: null,
  ldl: null,
  fastingGlucose: null,
  hba1c: null,
  creatinine: null,
};
const plain = { isSmoker: false, hasDiabetes: false, hasTreatedHypertension: false, hasFamilyHistory: false };
const mg = (value: number) => value * 0.02586;

describe("cardiovascular risk", () => {
  // The two cases that the paper works out (Circulation 2008;117:743, appendix).
  test.each([
    [
      "woman of 61",
      {
        sex: "FEMALE",
        age: 61,
        systolic: 124,
        totalCholesterol: mg(180),
        hdl: mg(47),
        ...plain,
        isSmoker: true,
      },
      10.48,
    ],
    [
      "man of 53",
      {
        sex: "MALE",
        age: 53,
        systolic: 125,
        totalCholesterol: mg(161),
        hdl: mg(55),
        ...plain,
        hasTreatedHypertension: true,
        hasDiabetes: true,
      },
      15.62,
    ],
  ] as const)("of the paper's %s is as published", (_, given, percent) => {
    expect(framingham({ ...unknown, ...given }).score).toBeCloseTo(percent, 1);
  });

  // As CVrisk, another implementation, documents its example: man of 55, BMI 30, 140 mmHg untreated.
  test("by BMI is what another implementation of the paper says", () => {
    const assessed = framingham({ ...unknown, ...plain, age: 55, bmi: 30, systolic: 140 });

    expect(assessed).toMatchObject({ level: "MODERATE", model: "Framingham general CVD 2008, office (BMI)" });
    expect(assessed.score).toBeCloseTo(16.75, 2);
  });

  test("names what is missing, and guesses nothing", () => {
    expect(framingham(unknown)).toMatchObject({
      level: null,
      score: null,
      missing: ["SYSTOLIC", "TREATED_HYPERTENSION", "SMOKING", "DIABETES", "BMI"],
    });
  });

  test.each([
    [{ age: 29 }, "AGE"],
    [{ age: 75 }, "AGE"],
    [{ sex: "UNKNOWN" }, "SEX"],
    [{ sex: "FEMALE", isPregnant: true }, "PREGNANCY"],
  ] as const)("is not told of %j", (given, factor) => {
    expect(framingham({ ...unknown, ...plain, bmi: 22, systolic: 120, ...given })).toMatchObject({
      level: null,
      missing: [],
      factors: [{ factor, effect: "EXCLUDES" }],
    });
  });

  test("tells how many times the hazard each factor makes, beside the optimal value", () => {
    const { factors } = framingham({ ...unknown, ...plain, isSmoker: true, bmi: 22, systolic: 110 });

    expect(factors.find(({ factor }) => factor === "SMOKING")).toMatchObject({
      points: 2.03,
      effect: "RAISES",
    });
    expect(factors.find(({ factor }) => factor === "BMI")).toMatchObject({ points: 1, effect: "NEUTRAL" });
  });
});

describe("the Chinese Diabetes Risk Score", () => {
  const least = {
    ...unknown,
    ...plain,
    age: 20,
    sex: "FEMALE",
    waistCm: 60,
    bmi: 20,
    systolic: 100,
  } as const;
  const most = {
    ...unknown,
    ...plain,
    hasFamilyHistory: true,
    age: 74,
    waistCm: 120,
    bmi: 40,
    systolic: 200,
  } as const;

  test("is from 0 to 51, as published", () => {
    expect(diabetesScore(least)).toMatchObject({ score: 0, level: "LOW" });
    expect(diabetesScore(most)).toMatchObject({ score: 51, level: "HIGH" });
  });

  test.each([
    ...[
      [24, 0],
      [25, 4],
      [34, 4],
      [35, 8],
      [40, 11],
      [45, 12],
      [50, 13],
      [55, 15],
      [60, 16],
      [64, 16],
      [65, 18],
    ].map(([age, points]) => [{ age }, points]),
    ...[
      [109.9, 0],
      [110, 1],
      [119, 1],
      [120, 3],
      [130, 6],
      [140, 7],
      [150, 8],
      [159, 8],
      [160, 10],
    ].map(([systolic, points]) => [{ systolic }, points]),
    ...[
      [21.9, 0],
      [22, 1],
      [23.9, 1],
      [24, 3],
      [29.9, 3],
      [30, 5],
    ].map(([bmi, points]) => [{ bmi }, points]),
    ...[
      [69.9, 0],
      [70, 3],
      [75, 5],
      [80, 7],
      [85, 8],
      [89.9, 8],
      [90, 10],
    ].map(([waistCm, points]) => [{ waistCm }, points]),
    [{ hasFamilyHistory: true }, 6],
    [{ sex: "MALE" }, 2],
    [{ sex: "MALE", waistCm: 74.9 }, 2],
    [{ sex: "MALE", waistCm: 75 }, 5],
    [{ sex: "MALE", waistCm: 95 }, 12],
  ] as [Partial<RiskInputs>, number][])("%j is %d points", (given, points) => {
    expect(diabetesScore({ ...least, ...given }).score).toBe(points);
  });

  test("advises a test from 25 points on", () => {
    const at24 = { ...least, age: 55, hasFamilyHistory: true, waistCm: 70 };

    expect(diabetesScore(at24)).toMatchObject({ score: 24, level: "LOW" });
    expect(diabetesScore({ ...at24, bmi: 22 })).toMatchObject({ score: 25, level: "HIGH" });
  });

  test("is high with glucose in the diabetic range, whatever else is missing", () => {
    expect(diabetesScore({ ...unknown, fastingGlucose: 7 })).toMatchObject({ level: "HIGH", score: null });
    expect(diabetesScore({ ...least, hba1c: 6.5 })).toMatchObject({ level: "HIGH", score: 0 });
    expect(diabetesScore({ ...least, hba1c: 6.4, fastingGlucose: 6.9 })).toMatchObject({ level: "LOW" });
  });

  test("names what is missing, and is not made for who has diabetes, is pregnant or of another age", () => {
    expect(diabetesScore(unknown).missing).toEqual(["WAIST", "BMI", "SYSTOLIC", "FAMILY_HISTORY_DIABETES"]);
    for (const given of [{ hasDiabetes: true }, { isPregnant: true }, { age: 19 }, { age: 75 }])
      expect(diabetesScore({ ...least, ...given })).toMatchObject({ level: null, score: null, missing: [] });
  });
});

describe("blood pressure", () => {
  test.each([
    [129, 84, 0],
    [130, 84, 0.5],
    [129, 85, 0.5],
    [139, 89, 0.5],
    [140, 89, 1],
    [139, 90, 1],
    [159, 99, 1],
    [160, 80, 2],
    [120, 100, 2],
    [179, 109, 2],
    [180, 70, 3],
    [120, 110, 3],
  ])("of %d/%d is grade %d", (systolic, diastolic, grade) => {
    expect(gradeOf(systolic, diastolic)).toBe(grade);
  });

  const known = {
    ...unknown,
    ...plain,
    age: 40,
    waistCm: 80,
    bmi: 22,
    totalCholesterol: 4,
    ldl: 2,
    hdl: 1.4,
    fastingGlucose: 5,
    creatinine: 70,
  };
  const one = { isSmoker: true };
  const three = { isSmoker: true, totalCholesterol: 5.2, waistCm: 90 };
  test.each([
    [[150, 95], {}, "LOW"],
    [[150, 95], one, "MODERATE"],
    [[150, 95], three, "HIGH"],
    [[150, 95], { creatinine: 134 }, "VERY_HIGH"],
    [[165, 95], {}, "MODERATE"],
    [[165, 95], one, "HIGH"],
    [[165, 95], { hasDiabetes: true }, "HIGH"],
    [[185, 95], {}, "HIGH"],
    [[185, 95], one, "VERY_HIGH"],
    [[135, 80], {}, "LOW"],
    [[135, 80], one, "LOW"],
    [[135, 80], three, "HIGH"],
    [[135, 80], { creatinine: 134 }, "VERY_HIGH"],
    [[120, 75], three, "LOW"],
    [[120, 75], { ...one, hasTreatedHypertension: true }, "MODERATE"],
    [[150, 95], { totalCholesterol: 6, ldl: 4, hdl: 0.9 }, "MODERATE"],
    [[150, 95], { creatinine: 115 }, "HIGH"],
  ] as const)("of %j with %j is of %s risk", ([systolic, diastolic], given, level) => {
    expect(hypertension({ ...known, systolic, diastolic, ...given }).level).toBe(level);
  });

  test("without measurements has no level; what no file can tell is named with every one", () => {
    expect(hypertension(unknown)).toMatchObject({ level: null, missing: ["SYSTOLIC", "DIASTOLIC"] });
    expect(hypertension({ ...known, systolic: 150, diastolic: 95 }).missing).toEqual([
      "FAMILY_HISTORY_CARDIOVASCULAR",
      "TARGET_ORGANS",
    ]);
  });
});
