/** Mildest first. */
export const alertSeverities = ["INFO", "WARNING", "CRITICAL"] as const;
export type AlertSeverity = (typeof alertSeverities)[number];

export const alertStates = ["ACTIVE", "ACKNOWLEDGED", "RESOLVED"] as const;
export type AlertState = (typeof alertStates)[number];

export const alertResolutions = ["BACK_TO_NORMAL", "BY_HAND", "RULE_DISABLED", "PATIENT_GONE"] as const;
export type AlertResolution = (typeof alertResolutions)[number];

export const ruleKinds = ["THRESHOLD", "TREND", "NEWS2", "MISSING_DATA", "DEVICE_OFFLINE"] as const;
export type RuleKind = (typeof ruleKinds)[number];

export function isWorse(one: AlertSeverity, than: AlertSeverity): boolean {
  return alertSeverities.indexOf(one) > alertSeverities.indexOf(than);
}
