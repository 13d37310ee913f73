import { excluded, measured, told, yesNo } from "./risk.inputs.ts";
import type { AssessedFactor, Assessment, RiskInputs } from "./risk.inputs.ts";
import type { RiskFactor, RiskLevel } from "./risk.codes.ts";

interface Coefficients {
  age: number;
  systolic: number;
  systolicTreated: number;
  smoking: number;
  diabetes: number;
  /** S0(10). */
  survival: number;
  /** Of the sum over the people of the study. */
  mean: number;
}

/** mmol/L in one mg/dL of cholesterol. */
const cholesterolPerMg = 0.02586;

const laboratory = {
  MALE: {
    age: 3.06117,
    systolic: 1.93303,
    systolicTreated: 1.99881,
    smoking: 0.65451,
    diabetes: 0.57367,
    survival: 0.88936,
    mean: 23.9802,
    total: 1.1237,
    hdl: -0.93263,
  },
  FEMALE: {
    age: 2.32888,
    systolic: 2.76157,
    systolicTreated: 2.82263,
    smoking: 0.52873,
    diabetes: 0.69154,
    survival: 0.95012,
    mean: 26.1931,
    total: 1.20904,
    hdl: -0.70833,
  },
} as const;

const office = {
  MALE: {
    age: 3.11296,
    systolic: 1.85508,
    systolicTreated: 1.92672,
    smoking: 0.70953,
    diabetes: 0.5316,
    survival: 0.88431,
    mean: 23.9388,
    bmi: 0.79277,
  },
  FEMALE: {
    age: 2.72107,
    systolic: 2.81291,
    systolicTreated: 2.88267,
    smoking: 0.61868,
    diabetes: 0.77763,
    survival: 0.94833,
    mean: 26.0145,
    bmi: 0.51125,
  },
} as const;

/** What the study's own calculator calls optimal; factors are told as how many times the hazard is what it would be with it. */
const optimal = { systolic: 110, total: 160, hdl: 60, bmi: 22 } as const;

/** Before anything is known of lipids, and with them. */
const framinghamModels = {
  laboratory: "Framingham general CVD 2008, lipids",
  office: "Framingham general CVD 2008, office (BMI)",
} as const;

interface Part {
  factor: RiskFactor;
  shown: AssessedFactor;
  /** What is added to the sum. */
  adds: number;
}

/**
 * The risk of a first cardiovascular event within ten years, in percent (D'Agostino RB et al., General cardiovascular risk
 * profile for use in primary care, Circulation 2008;117:743–753): by lipids where a check-up has them, else by BMI. Made for 30 to 74
 * years, in the United States; it tells too high a risk of most Chinese people (Liu J et al., JAMA 2004;291:2591–2599). Levels as
 * NCEP ATP III (2001): below 10 % low, below 20 % moderate, else high. Not a diagnosis.
 */
export function framingham(inputs: RiskInputs): Assessment {
  const { age, sex } = inputs;
  const useLaboratory = inputs.totalCholesterol !== null && inputs.hdl !== null;
  const model = framinghamModels[useLaboratory ? "laboratory" : "office"];
  if (age < 30 || age > 74)
    return excluded("CARDIOVASCULAR", model, [measured("AGE", age, "a", null, "EXCLUDES")]);
  if (sex !== "MALE" && sex !== "FEMALE")
    return excluded("CARDIOVASCULAR", model, [told("SEX", sex, null, "EXCLUDES")]);
  if (inputs.isPregnant)
    return excluded("CARDIOVASCULAR", model, [told("PREGNANCY", "YES", null, "EXCLUDES")]);

  const coefficients = useLaboratory ? laboratory[sex] : office[sex];
  const { parts, missing } = partsOf(inputs, coefficients);
  const body = useLaboratory ? lipidParts(inputs, laboratory[sex]) : bmiParts(inputs, office[sex]);
  const all = [...parts, ...body.parts];
  const lacking = [...missing, ...body.missing];
  const factors = [told("SEX", sex, null, "NEUTRAL"), ...all.map(({ shown }) => shown)];
  if (lacking.length > 0)
    return { kind: "CARDIOVASCULAR", model, level: null, score: null, factors, missing: lacking };
  const sum = all.reduce((total, { adds }) => total + adds, 0);
  const risk = 100 * (1 - coefficients.survival ** Math.exp(sum - coefficients.mean));
  const score = Math.round(risk * 100) / 100;
  return { kind: "CARDIOVASCULAR", model, level: levelOf(risk), score, factors, missing: [] };
}

function levelOf(percent: number): RiskLevel {
  if (percent < 10) return "LOW";
  return percent < 20 ? "MODERATE" : "HIGH";
}

interface Gathered {
  parts: Part[];
  missing: RiskFactor[];
}

function partsOf(inputs: RiskInputs, by: Coefficients): Gathered {
  const { age, systolic, hasTreatedHypertension: isTreated, isSmoker, hasDiabetes } = inputs;
  const parts: Part[] = [
    { factor: "AGE", shown: measured("AGE", age, "a", null, "NEUTRAL"), adds: by.age * Math.log(age) },
  ];
  const missing: RiskFactor[] = [];
  if (systolic === null) missing.push("SYSTOLIC");
  if (isTreated === null) missing.push("TREATED_HYPERTENSION");
  if (systolic !== null && isTreated !== null) {
    const adds = (isTreated ? by.systolicTreated : by.systolic) * Math.log(systolic);
    const times = timesOf(adds - by.systolic * Math.log(optimal.systolic));
    parts.push(
      { factor: "SYSTOLIC", shown: measured("SYSTOLIC", systolic, "mm[Hg]", times, effectOf(times)), adds },
      { factor: "TREATED_HYPERTENSION", shown: yesNo("TREATED_HYPERTENSION", isTreated, null), adds: 0 },
    );
  }
  for (const [factor, has, coefficient] of [
    ["SMOKING", isSmoker, by.smoking],
    ["DIABETES", hasDiabetes, by.diabetes],
  ] as const)
    if (has === null) missing.push(factor);
    else
      parts.push({
        factor,
        shown: yesNo(factor, has, has ? timesOf(coefficient) : 1),
        adds: has ? coefficient : 0,
      });
  return { parts, missing };
}

function lipidParts(
  { totalCholesterol, hdl }: RiskInputs,
  by: Coefficients & { total: number; hdl: number },
): Gathered {
  if (totalCholesterol === null || hdl === null) return { parts: [], missing: [] };
  const part = (factor: RiskFactor, mmol: number, coefficient: number, best: number): Part => {
    const adds = coefficient * Math.log(mmol / cholesterolPerMg);
    const times = timesOf(adds - coefficient * Math.log(best));
    return { factor, shown: measured(factor, mmol, "mmol/L", times, effectOf(times)), adds };
  };
  return {
    parts: [
      part("TOTAL_CHOLESTEROL", totalCholesterol, by.total, optimal.total),
      part("HDL_CHOLESTEROL", hdl, by.hdl, optimal.hdl),
    ],
    missing: [],
  };
}

function bmiParts({ bmi }: RiskInputs, by: Coefficients & { bmi: number }): Gathered {
  if (bmi === null) return { parts: [], missing: ["BMI"] };
  const adds = by.bmi * Math.log(bmi);
  const times = timesOf(adds - by.bmi * Math.log(optimal.bmi));
  return {
    parts: [{ factor: "BMI", shown: measured("BMI", bmi, "kg/m2", times, effectOf(times)), adds }],
    missing: [],
  };
}

function timesOf(difference: number): number {
  return Math.round(Math.exp(difference) * 100) / 100;
}

function effectOf(times: number) {
  if (times > 1) return "RAISES" as const;
  return times < 1 ? ("LOWERS" as const) : ("NEUTRAL" as const);
}
