import type { AlertKind } from "../alert.codes.ts";
import { callbackLate, callbackSignatureFailures } from "./callback.facts.ts";
import type { Collector } from "./collector.ts";
import {
  dailyQuotaNear,
  frequencyLimited,
  queueBacklog,
  sendFailureRate,
  sendLatency,
} from "./sending.facts.ts";
import {
  healthScoreLow,
  heartbeatLate,
  loginFailed,
  offlineTooLong,
  qrExpired,
  recoveryFailed,
} from "./state.facts.ts";
import { contactSyncFailed, credentialExpiring } from "./corp.facts.ts";

/** How each kind is measured. */
export const collectors: Readonly<Record<AlertKind, Collector>> = {
  OFFLINE_TOO_LONG: offlineTooLong,
  LOGIN_FAILED: loginFailed,
  QR_EXPIRED: qrExpired,
  RECOVERY_FAILED: recoveryFailed,
  HEARTBEAT_LATE: heartbeatLate,
  SEND_FAILURE_RATE_HIGH: sendFailureRate,
  SEND_LATENCY_HIGH: sendLatency,
  FREQUENCY_LIMITED: frequencyLimited,
  QUEUE_BACKLOG: queueBacklog,
  DAILY_QUOTA_NEAR: dailyQuotaNear,
  CALLBACK_LATE: callbackLate,
  CALLBACK_SIGNATURE_FAILURES: callbackSignatureFailures,
  CONTACT_SYNC_FAILED: contactSyncFailed,
  HEALTH_SCORE_LOW: healthScoreLow,
  CREDENTIAL_EXPIRING: credentialExpiring,
};
