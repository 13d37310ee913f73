import type { AlertAction, AlertKind, AlertSeverity, AlertUnit } from "./alert.codes.ts";

/** What a rule says: when an alert of a kind is raised, how bad it is, and what is done by itself. */
export interface AlertRuleValues {
  enabled: boolean;
  /** In the unit of the kind. */
  threshold: number;
  /** Where it becomes CRITICAL, whatever `severity` says; null for never. */
  criticalAt: number | null;
  /** For so long the condition must have lasted. */
  durationSeconds: number;
  severity: AlertSeverity;
  autoActions: readonly AlertAction[];
}

export interface AlertKindInfo {
  unit: AlertUnit;
  /** Which side of the threshold is bad; the threshold itself is. */
  bad: "ABOVE" | "BELOW";
  /** What a threshold may be. */
  range: { min: number; max: number };
  /** How often it is measured. */
  everySeconds: number;
  /** Measured at once when an account changes its state. */
  followsStatus: boolean;
  /** It is over when the value has been better than the threshold by this share of it, for so long: or it would flap. */
  clear: { share: number; seconds: number };
  /** What a rule may do by itself about it. */
  actions: readonly AlertAction[];
  /** Unless a tenant says otherwise. Source: ours, by what the platform does by itself before it. */
  rule: AlertRuleValues;
}

const atOnce = { share: 0, seconds: 0 };
const notify: readonly AlertAction[] = ["NOTIFY"];
const lost: readonly AlertAction[] = ["NOTIFY", "RECOVER", "PAUSE_SENDING", "SWITCH_ACCOUNT"];
const sending: readonly AlertAction[] = ["NOTIFY", "PAUSE_SENDING", "SWITCH_ACCOUNT"];

const ofState = { followsStatus: true, everySeconds: 5, clear: atOnce } as const;
const ofFlow = { followsStatus: false, everySeconds: 30 } as const;

function rule(
  severity: AlertSeverity,
  threshold: number,
  given: Partial<Omit<AlertRuleValues, "severity" | "threshold">> = {},
): AlertRuleValues {
  return {
    enabled: true,
    criticalAt: null,
    durationSeconds: 0,
    autoActions: notify,
    ...given,
    severity,
    threshold,
  };
}

/** All kinds of alerts as data. What each one measures stands beside its collector in `facts/`. */
export const alertKindTable: Readonly<Record<AlertKind, AlertKindInfo>> = {
  // Minutes since it left ONLINE, unless a person logged it out. A recovery takes up to five minutes by itself.
  OFFLINE_TOO_LONG: {
    ...ofState,
    unit: "MINUTES",
    bad: "ABOVE",
    range: { min: 0, max: 10_080 },
    actions: lost,
    rule: rule("WARNING", 10, { criticalAt: 60 }),
  },
  // Log-ins that failed within the last hour, with none since that succeeded.
  LOGIN_FAILED: {
    ...ofState,
    unit: "COUNT",
    bad: "ABOVE",
    range: { min: 1, max: 100 },
    actions: notify,
    rule: rule("WARNING", 1, { criticalAt: 5 }),
  },
  // Log-ins of the last hour whose code nobody used in time, while nobody tries again.
  QR_EXPIRED: {
    ...ofState,
    unit: "COUNT",
    bad: "ABOVE",
    range: { min: 1, max: 100 },
    actions: notify,
    rule: rule("INFO", 1),
  },
  // Attempts of an outage that was given up, or that lasts longer than the five minutes a recovery may take.
  RECOVERY_FAILED: {
    ...ofState,
    unit: "COUNT",
    bad: "ABOVE",
    range: { min: 1, max: 20 },
    actions: ["NOTIFY", "PAUSE_SENDING", "SWITCH_ACCOUNT"],
    rule: rule("CRITICAL", 1),
  },
  // Seconds since an account that is online last answered. After three missed ones it is not online any more.
  HEARTBEAT_LATE: {
    ...ofState,
    unit: "SECONDS",
    bad: "ABOVE",
    range: { min: 30, max: 3_600 },
    actions: lost,
    rule: rule("WARNING", 90, { criticalAt: 300 }),
  },
  // Failed messages of the last hour's, from twenty on.
  SEND_FAILURE_RATE_HIGH: {
    ...ofFlow,
    unit: "PERCENT",
    bad: "ABOVE",
    range: { min: 1, max: 100 },
    clear: { share: 0.1, seconds: 60 },
    actions: sending,
    rule: rule("WARNING", 20, { criticalAt: 50, durationSeconds: 60 }),
  },
  // So long after it was to be sent, 95 of 100 messages of the last hour were; from twenty on.
  SEND_LATENCY_HIGH: {
    ...ofFlow,
    everySeconds: 60,
    unit: "SECONDS",
    bad: "ABOVE",
    range: { min: 1, max: 1_000 },
    clear: { share: 0.1, seconds: 60 },
    actions: sending,
    rule: rule("WARNING", 60, { criticalAt: 600, durationSeconds: 120 }),
  },
  // Minutes of the last ten with a refusal because of frequency. One may happen; several mean that somebody else calls too.
  FREQUENCY_LIMITED: {
    ...ofFlow,
    everySeconds: 10,
    unit: "COUNT",
    bad: "ABOVE",
    range: { min: 1, max: 10 },
    clear: { share: 0, seconds: 60 },
    actions: sending,
    rule: rule("WARNING", 2, { criticalAt: 6 }),
  },
  // Messages that should be on their way and wait.
  QUEUE_BACKLOG: {
    ...ofFlow,
    unit: "COUNT",
    bad: "ABOVE",
    range: { min: 1, max: 1_000_000 },
    clear: { share: 0.2, seconds: 30 },
    actions: ["NOTIFY", "SWITCH_ACCOUNT"],
    rule: rule("WARNING", 1_000, { criticalAt: 10_000, durationSeconds: 300 }),
  },
  // Share of the day's messages that is promised already (WeCom path/90236 counts by China's calendar).
  DAILY_QUOTA_NEAR: {
    ...ofFlow,
    everySeconds: 60,
    unit: "PERCENT",
    bad: "ABOVE",
    range: { min: 1, max: 100 },
    clear: atOnce,
    actions: ["NOTIFY", "SWITCH_ACCOUNT"],
    rule: rule("WARNING", 80, { criticalAt: 100 }),
  },
  // Seconds that callbacks took to arrive, on average, or that nothing has been heard where callbacks are steady.
  CALLBACK_LATE: {
    ...ofFlow,
    unit: "SECONDS",
    bad: "ABOVE",
    range: { min: 1, max: 3_600 },
    clear: { share: 0.2, seconds: 60 },
    actions: notify,
    rule: rule("WARNING", 30, { criticalAt: 300, durationSeconds: 60 }),
  },
  // Callbacks of the last hour that were refused: a wrong key, or somebody who tries.
  CALLBACK_SIGNATURE_FAILURES: {
    ...ofFlow,
    everySeconds: 10,
    unit: "COUNT",
    bad: "ABOVE",
    range: { min: 1, max: 10_000 },
    clear: { share: 0, seconds: 60 },
    actions: notify,
    rule: rule("WARNING", 5, { criticalAt: 100 }),
  },
  // Syncs that failed in a row, up to the last one.
  CONTACT_SYNC_FAILED: {
    ...ofFlow,
    unit: "COUNT",
    bad: "ABOVE",
    range: { min: 1, max: 100 },
    clear: atOnce,
    actions: notify,
    rule: rule("WARNING", 1, { criticalAt: 5 }),
  },
  // Of an account that has been online before.
  HEALTH_SCORE_LOW: {
    ...ofFlow,
    unit: "POINTS",
    bad: "BELOW",
    range: { min: 1, max: 100 },
    clear: { share: 0.05, seconds: 60 },
    actions: ["NOTIFY", "RECOVER", "PAUSE_SENDING", "SWITCH_ACCOUNT"],
    rule: rule("WARNING", 60, { criticalAt: 30, durationSeconds: 300 }),
  },
  // Days until a credential ends.
  CREDENTIAL_EXPIRING: {
    ...ofFlow,
    everySeconds: 300,
    unit: "DAYS",
    bad: "BELOW",
    range: { min: 1, max: 365 },
    clear: atOnce,
    actions: notify,
    rule: rule("WARNING", 14, { criticalAt: 3 }),
  },
};
