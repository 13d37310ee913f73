/** From the least to the worst. */
export const alertSeverities = ["INFO", "WARNING", "CRITICAL"] as const;
export type AlertSeverity = (typeof alertSeverities)[number];

export function isWorse(a: AlertSeverity, b: AlertSeverity): boolean {
  return alertSeverities.indexOf(a) > alertSeverities.indexOf(b);
}

export function worstOf(severities: readonly AlertSeverity[]): AlertSeverity {
  return severities.reduce((worst, each) => (isWorse(each, worst) ? each : worst), "INFO");
}

export const alertStates = ["FIRING", "ACKNOWLEDGED", "RESOLVED"] as const;
export type AlertState = (typeof alertStates)[number];

/** RULE: a monitor rule raised it. WECOM: an account's alert, which wecom keeps and core only shows and tells of. */
export const alertSources = ["RULE", "WECOM"] as const;
export type AlertSource = (typeof alertSources)[number];

/** CAUSE_GONE: measured well again. The last three say what became of the rule or of what it was about. */
export const alertResolutions = [
  "CAUSE_GONE",
  "BY_HAND",
  "RULE_CHANGED",
  "RULE_DISABLED",
  "RULE_DELETED",
] as const;
export type AlertResolution = (typeof alertResolutions)[number];

/** Lines of a timeline. */
export const alertEntryTypes = [
  "RAISED",
  "SEVERITY_CHANGED",
  "ACKNOWLEDGED",
  "ESCALATED",
  "CLEARING",
  "STALE",
  "RESOLVED",
  "NOTIFIED",
  "SUPPRESSED",
  "SUPPRESSION_ENDED",
] as const;
export type AlertEntryType = (typeof alertEntryTypes)[number];

/** What happened to an alert, as its followers are told. */
export const alertChanges = [
  "RAISED",
  "MEASURED",
  "SEVERITY_CHANGED",
  "CLEARING",
  "STALE",
  "ACKNOWLEDGED",
  "ESCALATED",
  "NOTIFIED",
  "SUPPRESSION_CHANGED",
  "RESOLVED",
] as const;
export type AlertChange = (typeof alertChanges)[number];

/**
 * Why people are not told of an alert. SILENCED and INHIBITED last until they end; QUIET_HOURS and REPEATED only put the
 * telling off; UNWANTED: the rule of its own domain does not want it; OVER: it was over before anybody was told.
 */
export const suppressionKinds = [
  "SILENCED",
  "INHIBITED",
  "QUIET_HOURS",
  "REPEATED",
  "UNWANTED",
  "OVER",
] as const;
export type SuppressionKind = (typeof suppressionKinds)[number];

/** What people can be told: that it began (or became worse), that nobody took it on, and that it is over. */
const toldChanges = ["FIRED", "ESCALATED", "RESOLVED"] as const;
export type ToldChange = (typeof toldChanges)[number];
