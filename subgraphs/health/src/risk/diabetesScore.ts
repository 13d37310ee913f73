import { excluded, measured, told, yesNo } from "./risk.inputs.ts";
import type { AssessedFactor, Assessment, RiskInputs } from "./risk.inputs.ts";
import type { RiskFactor } from "./risk.codes.ts";

const diabetesModel = "Chinese Diabetes Risk Score 2013";
/** From here on a test of glucose is advised. */
const diabetesThreshold = 25;

/** Points from a value on, the highest first. */
type Bands = readonly (readonly [from: number, points: number])[];

const ageBands: Bands = [
  [65, 18],
  [60, 16],
  [55, 15],
  [50, 13],
  [45, 12],
  [40, 11],
  [35, 8],
  [25, 4],
  [20, 0],
];
const systolicBands: Bands = [
  [160, 10],
  [150, 8],
  [140, 7],
  [130, 6],
  [120, 3],
  [110, 1],
  [0, 0],
];
const bmiBands: Bands = [
  [30, 5],
  [24, 3],
  [22, 1],
  [0, 0],
];
/** Of men; those of women begin 5 cm lower. */
const waistBands: Bands = [
  [95, 10],
  [90, 8],
  [85, 7],
  [80, 5],
  [75, 3],
  [0, 0],
];
const womenLowerCm = 5;
const familyPoints = 6;
const malePoints = 2;

/**
 * Whether undiagnosed type 2 diabetes should be looked for (Zhou X et al., Nonlaboratory-based risk assessment model for type 2
 * diabetes mellitus screening in Chinese rural and urban adults, Diabetes Care 2013; in the Chinese Diabetes Society's guideline
 * since): 0 to 51 points, a test is advised from 25 on. For 20 to 74 years without known diabetes. Glucose in the diabetic
 * range (fasting ≥ 7.0 mmol/L or HbA1c ≥ 6.5 %, CDS 2020) makes it HIGH whatever the points are. Not a diagnosis.
 */
export function diabetesScore(inputs: RiskInputs): Assessment {
  const { age, sex } = inputs;
  const exclusion = exclusionOf(inputs);
  if (exclusion) return excluded("DIABETES", diabetesModel, [exclusion]);

  const factors: AssessedFactor[] = [banded("AGE", age, "a", ageBands)];
  const missing: RiskFactor[] = [];
  factors.push(told("SEX", sex, sex === "MALE" ? malePoints : 0, sex === "MALE" ? "RAISES" : "NEUTRAL"));
  const lower = sex === "FEMALE" ? womenLowerCm : 0;
  for (const [factor, value, unit, bands, shift] of [
    ["WAIST", inputs.waistCm, "cm", waistBands, lower],
    ["BMI", inputs.bmi, "kg/m2", bmiBands, 0],
    ["SYSTOLIC", inputs.systolic, "mm[Hg]", systolicBands, 0],
  ] as const)
    if (value === null) missing.push(factor);
    else factors.push(banded(factor, value, unit, bands, shift));
  if (inputs.hasFamilyHistory === null) missing.push("FAMILY_HISTORY_DIABETES");
  else
    factors.push(
      yesNo("FAMILY_HISTORY_DIABETES", inputs.hasFamilyHistory, inputs.hasFamilyHistory ? familyPoints : 0),
    );

  const notes = glucoseNotes(inputs);
  const score = missing.length > 0 ? null : factors.reduce((total, { points }) => total + (points ?? 0), 0);
  const isHigh = notes.length > 0 || (score !== null && score >= diabetesThreshold);
  return {
    kind: "DIABETES",
    model: diabetesModel,
    level: isHigh ? "HIGH" : score === null ? null : "LOW",
    score,
    factors: [...factors, ...notes],
    missing,
  };
}

function exclusionOf({ age, sex, hasDiabetes, isPregnant }: RiskInputs): AssessedFactor | null {
  if (hasDiabetes) return told("DIABETES", "YES", null, "EXCLUDES");
  if (isPregnant) return told("PREGNANCY", "YES", null, "EXCLUDES");
  if (age < 20 || age > 74) return measured("AGE", age, "a", null, "EXCLUDES");
  return sex === "MALE" || sex === "FEMALE" ? null : told("SEX", sex, null, "EXCLUDES");
}

function glucoseNotes({ fastingGlucose, hba1c }: RiskInputs): AssessedFactor[] {
  return [
    ...(fastingGlucose !== null && fastingGlucose >= 7
      ? [measured("FASTING_GLUCOSE", fastingGlucose, "mmol/L", null, "RAISES")]
      : []),
    ...(hba1c !== null && hba1c >= 6.5 ? [measured("HBA1C", hba1c, "%", null, "RAISES")] : []),
  ];
}

function banded(factor: RiskFactor, value: number, unit: string, bands: Bands, lower = 0): AssessedFactor {
  const points = bands.find(([from]) => value >= (from === 0 ? 0 : from - lower))?.[1] ?? 0;
  return measured(factor, value, unit, points, points > 0 ? "RAISES" : "NEUTRAL");
}
