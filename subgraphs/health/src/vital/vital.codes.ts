/** What is measured, by LOINC code, as it is kept. Other codes for the same thing are taken in by `vital.aliases.ts`. */
export const vitalCodes = [
  "8480-6",
  "8462-4",
  "8867-4",
  "9279-1",
  "2708-6",
  "8310-5",
  "14743-9",
  "29463-7",
  "8302-2",
  "39156-5",
  "80288-4",
  "3151-8",
] as const;
export type VitalCode = (typeof vitalCodes)[number];

/** The codes by name, for code that means one of them. */
export const vital = {
  systolic: "8480-6",
  diastolic: "8462-4",
  heartRate: "8867-4",
  respiration: "9279-1",
  spo2: "2708-6",
  temperature: "8310-5",
  glucose: "14743-9",
  weight: "29463-7",
  height: "8302-2",
  bmi: "39156-5",
  /** ACVPU: 0 alert, 1 new confusion, 2 voice, 3 pain, 4 unresponsive. */
  consciousness: "80288-4",
  /** Inhaled oxygen; 0 is air. */
  oxygen: "3151-8",
} as const satisfies Record<string, VitalCode>;

export const mealContexts = ["FASTING", "BEFORE_MEAL", "AFTER_MEAL", "BEDTIME", "RANDOM"] as const;
export type MealContext = (typeof mealContexts)[number];

export const readingSources = ["DEVICE", "FHIR", "MANUAL"] as const;
export type ReadingSource = (typeof readingSources)[number];

/** What is known of a value's quality. None of them hides it. */
export const readingFlags = [
  /** Possible, but outside what is seen in people; kept, and not what alerts are raised on alone. */
  "IMPLAUSIBLE",
  /** Came more than an hour after it was measured, or after a newer one. */
  "LATE",
  /** Far from its neighbours, and back at once. */
  "SPIKE",
  /** The same value for longer than a living body keeps it. */
  "FLAT_LINE",
  /** The device's clock was wrong, and its time was corrected. */
  "CLOCK_CORRECTED",
  /** The device said that the patient moved. */
  "MOVEMENT",
] as const;
export type ReadingFlag = (typeof readingFlags)[number];
