/** Mildest first. */
export const alertSeverities = ["INFO", "WARNING", "CRITICAL"] as const;
export type AlertSeverity = (typeof alertSeverities)[number];

export const alertStates = ["ACTIVE", "ACKNOWLEDGED", "RESOLVED"] as const;
export type AlertState = (typeof alertStates)[number];

export const alertResolutions = [
  "BACK_TO_NORMAL",
  "BY_HAND",
  "RULE_DISABLED",
  "PATIENT_GONE",
  "READING_RETRACTED",
] as const;
export type AlertResolution = (typeof alertResolutions)[number];

export const ruleKinds = ["THRESHOLD", "TREND", "NEWS2", "MISSING_DATA", "DEVICE_OFFLINE"] as const;
export type RuleKind = (typeof ruleKinds)[number];

/** What happens to an alert. All but REPEATED stand in its timeline; that would be a list of readings. */
export const alertChanges = [
  "RAISED",
  "REPEATED",
  "WORSENED",
  "ACKNOWLEDGED",
  "ASSIGNED",
  "NOTED",
  "CORRECTED",
  "ESCALATED",
  "RESOLVED",
] as const;
export type AlertChange = (typeof alertChanges)[number];

/** Whom a level of the escalation chain tells. Each is told beside those before. */
export const alertAudiences = ["CLINICIAN", "CARE_TEAM", "ADMINISTRATORS"] as const;
export type AlertAudience = (typeof alertAudiences)[number];

/** BY_SEVERITY: by every channel that takes notices of the alert's severity. IN_APP: in the console only. */
export const alertChannels = ["BY_SEVERITY", "IN_APP"] as const;
export type AlertChannels = (typeof alertChannels)[number];

export function isWorse(one: AlertSeverity, than: AlertSeverity): boolean {
  return alertSeverities.indexOf(one) > alertSeverities.indexOf(than);
}
