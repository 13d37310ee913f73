import type { HealthAlertSeverity, VitalSignAlertsQuery } from "../../gql/graphql.ts";
import type { Tone } from "../../theme/tones.ts";

export interface ChartMark {
  id: string;
  at: number;
  /** Where on the axis; null where the alert was not about this quantity's value. */
  value: number | null;
  tone: Tone;
}

const toneOf: Readonly<Record<HealthAlertSeverity, Tone>> = {
  INFO: "progress",
  WARNING: "attention",
  CRITICAL: "negative",
};

/** The alerts that values of these codes caused (or the score did: "news2"), where they were worst. */
export function marksOf(
  alerts: VitalSignAlertsQuery["healthAlerts"]["nodes"],
  measures: readonly string[],
): ChartMark[] {
  return alerts
    .filter(({ cause }) => cause.measure !== null && measures.includes(cause.measure))
    .map(({ id, severity, causedAt, cause }) => ({
      id,
      at: Date.parse(cause.worstAt ?? causedAt),
      value: cause.worst,
      tone: toneOf[severity],
    }));
}
