import type { Sex } from "../patient/patient.facts.ts";
import type { FactorEffect, RiskFactor, RiskKind, RiskLevel } from "./risk.codes.ts";

/** What is known of a person. Null: nobody knows, and nothing is assumed. */
export interface RiskInputs {
  /** Whole years. */
  age: number;
  sex: Sex;
  isPregnant: boolean;
  isSmoker: boolean | null;
  hasDiabetes: boolean | null;
  hasTreatedHypertension: boolean | null;
  /** Of diabetes, in parents, siblings or children. */
  hasFamilyHistory: boolean | null;
  waistCm: number | null;
  /** mm[Hg], medians of ninety days. */
  systolic: number | null;
  diastolic: number | null;
  /** kg/m2. */
  bmi: number | null;
  /** mmol/L, as the latest check-up of a year has them. */
  totalCholesterol: number | null;
  hdl: number | null;
  ldl: number | null;
  fastingGlucose: number | null;
  /** Percent. */
  hba1c: number | null;
  /** umol/L. */
  creatinine: number | null;
}

export interface AssessedFactor {
  factor: RiskFactor;
  value: number | null;
  /** Where the value is no number: "MALE", "YES". */
  text: string | null;
  /** UCUM. */
  unit: string | null;
  /** What the model counts for it: points, or how many times as high the hazard is; null where it does not say. */
  points: number | null;
  effect: FactorEffect;
}

export interface Assessment {
  kind: RiskKind;
  /** Null where facts are missing, or the model does not hold for such a person. */
  level: RiskLevel | null;
  score: number | null;
  factors: readonly AssessedFactor[];
  missing: readonly RiskFactor[];
  model: string;
}

export function measured(
  factor: RiskFactor,
  value: number,
  unit: string | null,
  points: number | null,
  effect: FactorEffect,
): AssessedFactor {
  return { factor, value, unit, points, effect, text: null };
}

export function told(
  factor: RiskFactor,
  text: string,
  points: number | null,
  effect: FactorEffect,
): AssessedFactor {
  return { factor, text, points, effect, value: null, unit: null };
}

export function yesNo(
  factor: RiskFactor,
  value: boolean,
  points: number | null,
  effect: FactorEffect = "RAISES",
): AssessedFactor {
  return told(factor, value ? "YES" : "NO", points, value ? effect : "NEUTRAL");
}

/** Of somebody whom the model was not made for. */
export function excluded(kind: RiskKind, model: string, factors: readonly AssessedFactor[]): Assessment {
  return { kind, model, level: null, score: null, factors, missing: [] };
}
