export const riskKinds = ["CARDIOVASCULAR", "DIABETES", "HYPERTENSION"] as const;
export type RiskKind = (typeof riskKinds)[number];

/** Mildest first. */
export const riskLevels = ["LOW", "MODERATE", "HIGH", "VERY_HIGH"] as const;
export type RiskLevel = (typeof riskLevels)[number];

export const riskFactors = [
  "AGE",
  "SEX",
  "SMOKING",
  "DIABETES",
  "FAMILY_HISTORY_DIABETES",
  "FAMILY_HISTORY_CARDIOVASCULAR",
  "TREATED_HYPERTENSION",
  "HYPERTENSION_GRADE",
  "SYSTOLIC",
  "DIASTOLIC",
  "BMI",
  "WAIST",
  "TOTAL_CHOLESTEROL",
  "HDL_CHOLESTEROL",
  "LDL_CHOLESTEROL",
  "FASTING_GLUCOSE",
  "HBA1C",
  "CREATININE",
  "TARGET_ORGANS",
  "PREGNANCY",
] as const;
export type RiskFactor = (typeof riskFactors)[number];

/** What a factor does to the result. EXCLUDES: the model does not hold for such a person. NOTE: worth knowing, not counted. */
export const factorEffects = ["RAISES", "LOWERS", "NEUTRAL", "NOTE", "EXCLUDES"] as const;
export type FactorEffect = (typeof factorEffects)[number];
