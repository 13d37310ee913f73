import { AppError } from "@wegraph/kit/errors";

/** Where an account stands. In the order of its life, which is also the order people read them in. */
export const accountStatuses = [
  "CREATED",
  "INITIALIZING",
  "WAITING_QR",
  "WAITING_CONFIRM",
  "VERIFYING",
  "ONLINE",
  "OFFLINE",
  "ERROR",
  "RECOVERING",
] as const;
export type AccountStatus = (typeof accountStatuses)[number];

/** What can happen to an account: what people ask for, then what the driver sees at the provider. */
export const accountEvents = [
  "LOG_IN",
  "REFRESH_QR",
  "SUBMIT_CODE",
  "CANCEL_LOGIN",
  "LOG_OUT",
  "RESTART",
  "RECOVER",
  "DELETE",
  "QR_READY",
  "QR_REFRESHED",
  "SCANNED",
  "CONFIRMED",
  "CODE_REQUIRED",
  "CODE_REFUSED",
  "VERIFIED",
  "LOGIN_EXPIRED",
  "LOGIN_FAILED",
  "SESSION_ENDED",
  "HEARTBEAT_MISSED",
  "CONNECTION_LOST",
  "RECOVERED",
  "LOGIN_NEEDED",
  "ATTEMPT_FAILED",
  "RECOVERY_FAILED",
] as const;
export type AccountEvent = (typeof accountEvents)[number];

/** Must hold besides the state; see account.guards.ts. */
export type GuardName = "noRefreshUnderWay" | "codeAttemptsLeft" | "recoveryAllowed";

/** What changes besides the state; see account.effects.ts. */
export type EffectName =
  | "beginLogin"
  | "storeQr"
  | "askForQr"
  | "markScanned"
  | "awaitCode"
  | "sendCode"
  | "dropCode"
  | "closeLogin"
  | "comeOnline"
  | "endSession"
  | "rest"
  | "beginOutage"
  | "scheduleRecovery"
  | "scheduleAttempt"
  | "countAttempt"
  | "closeOutage"
  | "release";

export interface Transition {
  /** `GONE` is no state: the account ceases to exist. */
  to: AccountStatus | "GONE";
  guard?: GuardName;
  effects: readonly EffectName[];
}

const loginOver: Transition = { to: "OFFLINE", effects: ["closeLogin", "endSession"] };
const online: Transition = { to: "ONLINE", effects: ["closeLogin", "closeOutage", "comeOnline"] };
const deleted: Transition = { to: "GONE", effects: ["release"] };
const loginBegun: Transition = { to: "INITIALIZING", effects: ["beginLogin"] };
const outage: Transition = { to: "ERROR", effects: ["beginOutage", "scheduleRecovery"] };

/**
 * The whole life of an account. A state that is missing here does not compile; a pair that is missing is
 * INVALID_TRANSITION and changes nothing. A state that leads to itself tells of a step within it.
 *
 * An outage is in RECOVERING from its first attempt to its end: an attempt that fails leads to itself, with the next one
 * planned, until the account is ONLINE again, needs a log-in, or the attempts are used up and it goes OFFLINE.
 */
export const lifeCycle: Readonly<Record<AccountStatus, Readonly<Partial<Record<AccountEvent, Transition>>>>> =
  {
    CREATED: {
      LOG_IN: loginBegun,
      DELETE: deleted,
    },
    INITIALIZING: {
      QR_READY: { to: "WAITING_QR", effects: ["storeQr"] },
      CANCEL_LOGIN: loginOver,
      LOGIN_EXPIRED: loginOver,
      LOGIN_FAILED: loginOver,
    },
    WAITING_QR: {
      REFRESH_QR: { to: "WAITING_QR", guard: "noRefreshUnderWay", effects: ["askForQr"] },
      QR_REFRESHED: { to: "WAITING_QR", effects: ["storeQr"] },
      SCANNED: { to: "WAITING_CONFIRM", effects: ["markScanned"] },
      CANCEL_LOGIN: loginOver,
      LOGIN_EXPIRED: loginOver,
      LOGIN_FAILED: loginOver,
    },
    WAITING_CONFIRM: {
      CONFIRMED: online,
      CODE_REQUIRED: { to: "VERIFYING", effects: ["awaitCode"] },
      CANCEL_LOGIN: loginOver,
      LOGIN_EXPIRED: loginOver,
      LOGIN_FAILED: loginOver,
    },
    VERIFYING: {
      SUBMIT_CODE: { to: "VERIFYING", guard: "codeAttemptsLeft", effects: ["sendCode"] },
      CODE_REFUSED: { to: "VERIFYING", effects: ["dropCode"] },
      VERIFIED: online,
      CANCEL_LOGIN: loginOver,
      LOGIN_EXPIRED: loginOver,
      LOGIN_FAILED: loginOver,
    },
    ONLINE: {
      LOG_OUT: { to: "OFFLINE", effects: ["endSession"] },
      RESTART: { to: "OFFLINE", effects: ["endSession"] },
      SESSION_ENDED: { to: "OFFLINE", effects: ["rest"] },
      HEARTBEAT_MISSED: outage,
      CONNECTION_LOST: outage,
    },
    OFFLINE: {
      LOG_IN: loginBegun,
      RESTART: loginBegun,
      DELETE: deleted,
    },
    ERROR: {
      RECOVER: { to: "RECOVERING", guard: "recoveryAllowed", effects: ["countAttempt"] },
      DELETE: deleted,
    },
    RECOVERING: {
      RECOVERED: online,
      LOGIN_NEEDED: { to: "OFFLINE", effects: ["closeOutage", "rest"] },
      RECOVER: { to: "RECOVERING", guard: "recoveryAllowed", effects: ["countAttempt"] },
      ATTEMPT_FAILED: { to: "RECOVERING", effects: ["scheduleAttempt"] },
      RECOVERY_FAILED: { to: "OFFLINE", effects: ["rest"] },
    },
  };

/** @throws AppError INVALID_TRANSITION when the table has no such entry. */
export function transitionOf(status: AccountStatus, event: AccountEvent): Transition {
  const transition = lifeCycle[status][event];
  if (transition) return transition;
  throw new AppError("INVALID_TRANSITION", "TRANSITION_REFUSED", `${event} is not possible in ${status}.`, {
    state: status,
    event,
    possible: Object.keys(lifeCycle[status]),
  });
}

/** A log-in is under way: there is a code, or soon will be. */
export function isLoggingIn(status: AccountStatus): boolean {
  return lifeCycle[status].CANCEL_LOGIN !== undefined;
}
