import { vital, vitalCodes } from "./vital.codes.ts";
import type { MealContext, VitalCode } from "./vital.codes.ts";

/** What a LOINC code means here. */
export interface CodeMeaning {
  code: VitalCode;
  /** UCUM: of a value that comes without a unit, where the code itself says which. */
  unit?: string;
  mealContext?: MealContext;
}

/**
 * Other LOINC codes for what is kept. A code may say how or where something was measured (a temperature under the arm, a
 * pressure lying down); the value is the same vital sign.
 */
const aliases: Readonly<Record<string, CodeMeaning>> = {
  // Oxygen saturation by pulse oximetry: FHIR's profile wants both codings on one observation.
  "59408-5": { code: vital.spo2 },
  // Blood pressure: noninvasive, sitting, standing, lying.
  "76534-7": { code: vital.systolic },
  "8459-0": { code: vital.systolic },
  "8460-8": { code: vital.systolic },
  "8461-6": { code: vital.systolic },
  "76535-4": { code: vital.diastolic },
  "8453-3": { code: vital.diastolic },
  "8454-1": { code: vital.diastolic },
  "8455-8": { code: vital.diastolic },
  // Heart rate by pulse oximetry, and felt at an artery.
  "8889-8": { code: vital.heartRate },
  "8893-0": { code: vital.heartRate },
  // Temperature: mouth, arm, rectum, ear.
  "8331-1": { code: vital.temperature },
  "8328-7": { code: vital.temperature },
  "8332-9": { code: vital.temperature },
  "8333-7": { code: vital.temperature },
  // Glucose: by mass or amount, in capillary blood, blood, serum; fasting.
  "41653-7": { code: vital.glucose, unit: "mg/dL" },
  "2339-0": { code: vital.glucose, unit: "mg/dL" },
  "2345-7": { code: vital.glucose, unit: "mg/dL" },
  "1558-6": { code: vital.glucose, unit: "mg/dL", mealContext: "FASTING" },
  "15074-8": { code: vital.glucose, unit: "mmol/L" },
  "14749-6": { code: vital.glucose, unit: "mmol/L" },
  "14771-0": { code: vital.glucose, unit: "mmol/L", mealContext: "FASTING" },
  // Measured, as against stated.
  "3141-9": { code: vital.weight },
  "3137-7": { code: vital.height },
};

/** Codes of panels: their values stand in components, each with a code of its own. */
export const panelCodes: ReadonlySet<string> = new Set(["85353-1", "85354-9", "55284-4", "35094-2"]);

/** What a LOINC code means, or null where it is none of a vital sign that is kept. */
export function meaningOf(loinc: string): CodeMeaning | null {
  const own = vitalCodes.find((code) => code === loinc);
  if (own) return { code: own };
  return Object.hasOwn(aliases, loinc) ? (aliases[loinc] ?? null) : null;
}
