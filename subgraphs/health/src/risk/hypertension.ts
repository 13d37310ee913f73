import { excluded, measured, told, yesNo } from "./risk.inputs.ts";
import type { AssessedFactor, Assessment, RiskInputs } from "./risk.inputs.ts";
import type { RiskFactor, RiskLevel } from "./risk.codes.ts";

const hypertensionModel = "Chinese hypertension guideline 2018";

/** 0: below 130/85; 0.5: 130–139 and/or 85–89, which the guideline's stratification begins with; 1 to 3: grades. */
export type PressureGrade = 0 | 0.5 | 1 | 2 | 3;

/** By the higher of the two. Office values, in mm[Hg]; at home 135/85 is what 140/90 is in the office. */
export function gradeOf(systolic: number, diastolic: number): PressureGrade {
  if (systolic >= 180 || diastolic >= 110) return 3;
  if (systolic >= 160 || diastolic >= 100) return 2;
  if (systolic >= 140 || diastolic >= 90) return 1;
  return systolic >= 130 || diastolic >= 85 ? 0.5 : 0;
}

/** What else there is: nothing; one or two risk factors; three, organ damage or diabetes; a clinical complication. */
type Burden = 0 | 1 | 2 | 3;

/** The guideline's table 5; where it leaves two levels open, the higher one. */
const strata: Readonly<Record<PressureGrade, Readonly<Record<Burden, RiskLevel>>>> = {
  0: { 0: "LOW", 1: "LOW", 2: "LOW", 3: "LOW" },
  0.5: { 0: "LOW", 1: "LOW", 2: "HIGH", 3: "VERY_HIGH" },
  1: { 0: "LOW", 1: "MODERATE", 2: "HIGH", 3: "VERY_HIGH" },
  2: { 0: "MODERATE", 1: "HIGH", 2: "HIGH", 3: "VERY_HIGH" },
  3: { 0: "HIGH", 1: "VERY_HIGH", 2: "VERY_HIGH", 3: "VERY_HIGH" },
};

/**
 * The grade of blood pressure, and the cardiovascular risk that goes with it (Writing group of the 2018 Chinese guidelines for
 * the management of hypertension, Chin J Cardiovasc Med 2019;24:24–56, tables 3 to 5), as far as the facts are known: what the
 * file cannot tell (heart disease in the family, organs by imaging) is named as missing. Somebody who takes medication counts as grade 1 at
 * least, for the guideline stratifies by the pressure before treatment. Adults, not pregnant. Not a diagnosis.
 */
export function hypertension(inputs: RiskInputs): Assessment {
  const { age, systolic, diastolic, isPregnant, hasTreatedHypertension } = inputs;
  const kind = "HYPERTENSION" as const;
  if (age < 18) return excluded(kind, hypertensionModel, [measured("AGE", age, "a", null, "EXCLUDES")]);
  if (isPregnant) return excluded(kind, hypertensionModel, [told("PREGNANCY", "YES", null, "EXCLUDES")]);
  if (systolic === null || diastolic === null) {
    const missing: RiskFactor[] = [
      ...(systolic === null ? (["SYSTOLIC"] as const) : []),
      ...(diastolic === null ? (["DIASTOLIC"] as const) : []),
    ];
    return { kind, model: hypertensionModel, level: null, score: null, factors: [], missing };
  }
  const found = gradeOf(systolic, diastolic);
  const grade: PressureGrade = hasTreatedHypertension && found < 1 ? 1 : found;
  const { factors, missing, burden } = burdenOf(inputs);
  return {
    kind,
    model: hypertensionModel,
    level: strata[grade][burden],
    score: Math.floor(grade),
    factors: [
      measured("HYPERTENSION_GRADE", Math.floor(grade), null, null, grade >= 1 ? "RAISES" : "NEUTRAL"),
      measured("SYSTOLIC", systolic, "mm[Hg]", null, systolic >= 140 ? "RAISES" : "NEUTRAL"),
      measured("DIASTOLIC", diastolic, "mm[Hg]", null, diastolic >= 90 ? "RAISES" : "NEUTRAL"),
      ...(hasTreatedHypertension === null
        ? []
        : [yesNo("TREATED_HYPERTENSION", hasTreatedHypertension, null)]),
      ...factors,
    ],
    missing: [...(hasTreatedHypertension === null ? (["TREATED_HYPERTENSION"] as const) : []), ...missing],
  };
}

/** Each risk factor of the guideline's table 4 counts one. */
function burdenOf(inputs: RiskInputs): {
  factors: AssessedFactor[];
  missing: RiskFactor[];
  burden: Burden;
} {
  const {
    sex,
    age,
    isSmoker,
    hasDiabetes,
    totalCholesterol,
    ldl,
    hdl,
    fastingGlucose,
    waistCm,
    bmi,
    creatinine,
  } = inputs;
  const factors: AssessedFactor[] = [];
  const missing: RiskFactor[] = [];
  const add = (
    factor: RiskFactor,
    value: number | null,
    unit: string,
    isRisk: (value: number) => boolean,
  ) => {
    if (value === null) missing.push(factor);
    else if (isRisk(value)) factors.push(measured(factor, value, unit, 1, "RAISES"));
    else factors.push(measured(factor, value, unit, 0, "NEUTRAL"));
  };
  add("AGE", age, "a", (years) => (sex === "FEMALE" ? years > 65 : years > 55));
  if (isSmoker === null) missing.push("SMOKING");
  else factors.push(yesNo("SMOKING", isSmoker, isSmoker ? 1 : 0));
  add("TOTAL_CHOLESTEROL", totalCholesterol, "mmol/L", (value) => value >= 5.2);
  add("LDL_CHOLESTEROL", ldl, "mmol/L", (value) => value >= 3.4);
  add("HDL_CHOLESTEROL", hdl, "mmol/L", (value) => value < 1);
  add("FASTING_GLUCOSE", fastingGlucose, "mmol/L", (value) => value >= 6.1 && value < 7);
  add("WAIST", waistCm, "cm", (value) => value >= (sex === "FEMALE" ? 85 : 90));
  add("BMI", bmi, "kg/m2", (value) => value >= 28);

  const isDiabetic = hasDiabetes === true || (fastingGlucose !== null && fastingGlucose >= 7);
  if (hasDiabetes === null && fastingGlucose === null) missing.push("DIABETES");
  if (isDiabetic) factors.push(told("DIABETES", "YES", null, "RAISES"));
  const kidneys = kidneysOf(sex, creatinine);
  if (creatinine === null) missing.push("CREATININE");
  else factors.push(measured("CREATININE", creatinine, "umol/L", null, kidneys > 0 ? "RAISES" : "NEUTRAL"));
  // No file has them: they would need imaging, and asking the family.
  missing.push("FAMILY_HISTORY_CARDIOVASCULAR", "TARGET_ORGANS");

  const counted = countOf(factors);
  const burden: Burden =
    kidneys === 2 ? 3 : kidneys === 1 || isDiabetic || counted >= 3 ? 2 : counted > 0 ? 1 : 0;
  return { factors, missing, burden };
}

/** Lipids are one risk factor whichever of them it is, and so are waist and BMI. */
function countOf(factors: readonly AssessedFactor[]): number {
  const families: Readonly<Partial<Record<RiskFactor, string>>> = {
    TOTAL_CHOLESTEROL: "lipids",
    LDL_CHOLESTEROL: "lipids",
    HDL_CHOLESTEROL: "lipids",
    WAIST: "obesity",
    BMI: "obesity",
  };
  return new Set(factors.filter(({ points }) => points === 1).map(({ factor }) => families[factor] ?? factor))
    .size;
}

/** By creatinine in umol/L: 1 is organ damage (115–133 in men, 107–124 in women), 2 above that is kidney disease. */
function kidneysOf(sex: string, creatinine: number | null): 0 | 1 | 2 {
  if (creatinine === null) return 0;
  const [from, beyond] = sex === "FEMALE" ? [107, 124] : [115, 133];
  if (creatinine > beyond) return 2;
  return creatinine >= from ? 1 : 0;
}
