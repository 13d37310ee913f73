import { registerEnumType } from "type-graphql";
import { z } from "zod";
import {
  alertActionStates,
  alertActions,
  alertEntryTypes,
  alertKinds,
  alertResolutions,
  alertSeverities,
  alertStates,
  alertUnits,
  ruleSources,
} from "./alert.codes.ts";
import { alertChanges } from "./alert.events.ts";
import { textLanguages } from "./alert.texts.ts";

export const AlertKindEnum = z.enum(alertKinds).enum;
registerEnumType(AlertKindEnum, {
  name: "AccountAlertKind",
  description: "What can be wrong with an account.",
  valuesConfig: {
    OFFLINE_TOO_LONG: { description: "Minutes since it left ONLINE without a person wanting it." },
    LOGIN_FAILED: { description: "Log-ins of the last hour that failed, with none since that succeeded." },
    QR_EXPIRED: { description: "Log-ins of the last hour whose code nobody used in time." },
    RECOVERY_FAILED: {
      description: "Attempts of an outage that was given up or takes more than five minutes.",
    },
    HEARTBEAT_LATE: { description: "Seconds since an account that is online last answered." },
    SEND_FAILURE_RATE_HIGH: {
      description: "Failed messages of the last hour, in percent, from twenty messages on.",
    },
    SEND_LATENCY_HIGH: { description: "Seconds within which 95 % of the last hour's messages were sent." },
    FREQUENCY_LIMITED: {
      description: "Minutes of the last ten in which WeCom refused because of frequency.",
    },
    QUEUE_BACKLOG: { description: "Messages that should be on their way and wait." },
    DAILY_QUOTA_NEAR: { description: "Share of the day's messages that is promised already, in percent." },
    CALLBACK_LATE: { description: "Seconds that callbacks take to arrive, or since one was last heard of." },
    CALLBACK_SIGNATURE_FAILURES: { description: "Callbacks of the last hour that were refused." },
    CONTACT_SYNC_FAILED: { description: "Syncs that failed since the last one that did not." },
    HEALTH_SCORE_LOW: { description: "The account's health score, 0 to 100." },
    CREDENTIAL_EXPIRING: {
      description: "Days until a secret of the account ends; 0 when it is refused already.",
    },
  },
});

export const AlertSeverityEnum = z.enum(alertSeverities).enum;
registerEnumType(AlertSeverityEnum, {
  name: "AccountAlertSeverity",
  description: "How bad it is; it only rises while an alert is open.",
});

export const AlertStateEnum = z.enum(alertStates).enum;
registerEnumType(AlertStateEnum, {
  name: "AccountAlertState",
  description: "Where an alert stands.",
  valuesConfig: {
    OPEN: { description: "Nobody has taken it yet." },
    ACKNOWLEDGED: { description: "Somebody looks after it; the cause lasts." },
    RESOLVED: { description: "Over. If it comes back, it is a new alert." },
  },
});

export const AlertResolutionEnum = z.enum(alertResolutions).enum;
registerEnumType(AlertResolutionEnum, {
  name: "AccountAlertResolution",
  description: "How an alert came to its end.",
  valuesConfig: {
    CAUSE_GONE: { description: "By itself: what was measured is good again." },
    BY_HAND: { description: "A person said so." },
    RULE_DISABLED: { description: "Its rule was switched off." },
    ACCOUNT_DELETED: { description: "There is no account any more." },
  },
});

export const AlertActionEnum = z.enum(alertActions).enum;
registerEnumType(AlertActionEnum, {
  name: "AccountAlertAction",
  description: "What a rule may have done by itself, once for each alert.",
  valuesConfig: {
    NOTIFY: { description: "Tell people through the tenant's notification channels." },
    RECOVER: { description: "Try to bring the account back without a person." },
    PAUSE_SENDING: { description: "Messages of the account wait until the alert is over." },
    SWITCH_ACCOUNT: {
      description: "Give messages that routing had given to the account to others of its corporation.",
    },
  },
});

export const AlertActionStateEnum = z.enum(alertActionStates).enum;
registerEnumType(AlertActionStateEnum, {
  name: "AccountAlertActionState",
  description: "What came of an act.",
});

export const AlertUnitEnum = z.enum(alertUnits).enum;
registerEnumType(AlertUnitEnum, {
  name: "AccountAlertUnit",
  description: "What values of a kind of alert are counted in.",
});

export const AlertEntryTypeEnum = z.enum(alertEntryTypes).enum;
registerEnumType(AlertEntryTypeEnum, {
  name: "AccountAlertEntryType",
  description: "What a line of a timeline tells.",
});

export const RuleSourceEnum = z.enum(ruleSources).enum;
registerEnumType(RuleSourceEnum, {
  name: "AccountAlertRuleSource",
  description: "Whose rule is in force: what is built in, the tenant's, or the account's own.",
});

export const AlertChangeEnum = z.enum(alertChanges).enum;
registerEnumType(AlertChangeEnum, {
  name: "AccountAlertChange",
  description: "What has just happened to an alert.",
});

export const TextLanguageEnum = z.enum(textLanguages).enum;
registerEnumType(TextLanguageEnum, { name: "TextLanguage", description: "A language of texts for people." });
