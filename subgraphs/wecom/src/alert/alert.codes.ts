/** Everything that can be wrong with an account, in the order people read it in: its state, its sending, its callbacks, the rest. */
export const alertKinds = [
  "OFFLINE_TOO_LONG",
  "LOGIN_FAILED",
  "QR_EXPIRED",
  "RECOVERY_FAILED",
  "HEARTBEAT_LATE",
  "SEND_FAILURE_RATE_HIGH",
  "SEND_LATENCY_HIGH",
  "FREQUENCY_LIMITED",
  "QUEUE_BACKLOG",
  "DAILY_QUOTA_NEAR",
  "CALLBACK_LATE",
  "CALLBACK_SIGNATURE_FAILURES",
  "CONTACT_SYNC_FAILED",
  "HEALTH_SCORE_LOW",
  "CREDENTIAL_EXPIRING",
] as const;
export type AlertKind = (typeof alertKinds)[number];

export const alertSeverities = ["INFO", "WARNING", "CRITICAL"] as const;
export type AlertSeverity = (typeof alertSeverities)[number];

export const alertStates = ["OPEN", "ACKNOWLEDGED", "RESOLVED"] as const;
export type AlertState = (typeof alertStates)[number];

export const alertResolutions = ["CAUSE_GONE", "BY_HAND", "RULE_DISABLED", "ACCOUNT_DELETED"] as const;
export type AlertResolution = (typeof alertResolutions)[number];

export const alertActions = ["NOTIFY", "RECOVER", "PAUSE_SENDING", "SWITCH_ACCOUNT"] as const;
export type AlertAction = (typeof alertActions)[number];

export const alertActionStates = ["PENDING", "DONE", "REFUSED", "FAILED"] as const;
export type AlertActionState = (typeof alertActionStates)[number];

export const alertUnits = ["MINUTES", "SECONDS", "PERCENT", "COUNT", "POINTS", "DAYS"] as const;
export type AlertUnit = (typeof alertUnits)[number];

export const alertEntryTypes = [
  "RAISED",
  "MEASURED",
  "ESCALATED",
  "CLEARING",
  "ACKNOWLEDGED",
  "ACTION",
  "RESOLVED",
] as const;
export type AlertEntryType = (typeof alertEntryTypes)[number];

export const ruleSources = ["BUILT_IN", "TENANT", "ACCOUNT"] as const;
export type RuleSource = (typeof ruleSources)[number];
