export const news2Risks = ["LOW", "LOW_MEDIUM", "MEDIUM", "HIGH"] as const;
export type News2Risk = (typeof news2Risks)[number];

export const news2Parameters = [
  "respiration",
  "spo2",
  "oxygen",
  "systolic",
  "heartRate",
  "consciousness",
  "temperature",
] as const;
export type News2Parameter = (typeof news2Parameters)[number];

/** A National Early Warning Score 2 (Royal College of Physicians, 2017). */
export interface News2 {
  /** 0 to 20. */
  score: number;
  risk: News2Risk;
  parts: Readonly<Record<News2Parameter, number>>;
  scale: 1 | 2;
  /** When the newest of its values was measured. */
  at: Date;
  /** What nobody measured, and was taken for normal: alert, on air. */
  assumed: readonly News2Parameter[];
}

/** Why there is no score. */
export const news2Absences = ["UNDER_16", "PREGNANT", "INCOMPLETE"] as const;
export type News2Absence = (typeof news2Absences)[number];

export type News2Outcome =
  | { is: "SCORED"; news2: News2 }
  | {
      is: "NONE";
      reason: News2Absence;
      /** Never measured, or measured as something hardly ever seen. */
      missing: readonly News2Parameter[];
      /** Measured too long before the newest of the others. */
      stale: readonly News2Parameter[];
    };
