import { AppError } from "@wegraph/kit/errors";

/** How an account is reached. */
export const accountConnectors = ["INSTANCE", "CORP_APP"] as const;
export type AccountConnector = (typeof accountConnectors)[number];

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

/**
 * What can happen to an account: what people ask for, then what the driver sees at the provider; the last five only at
 * applications of a corporation.
 */
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
  "CALLBACK_SHOWN",
  "CALLBACK_VERIFIED",
  "PROBE_BEGUN",
  "PROBE_REFUSED",
  "ACCESS_LOST",
] as const;
export type AccountEvent = (typeof accountEvents)[number];

/** Must hold besides the state; see account.guards.ts. */
export type GuardName = "noRefreshUnderWay" | "codeAttemptsLeft" | "recoveryAllowed";

/** What changes besides the state; see account.effects.ts. */
export type EffectName =
  | "beginLogin"
  | "storeQr"
  | "showCallback"
  | "goOn"
  | "probeAgain"
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
  /** Only for accounts of this kind; the others have no such step. */
  only?: AccountConnector;
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
      CALLBACK_SHOWN: { to: "WAITING_QR", only: "CORP_APP", effects: ["showCallback"] },
      CANCEL_LOGIN: loginOver,
      LOGIN_EXPIRED: loginOver,
      LOGIN_FAILED: loginOver,
    },
    WAITING_QR: {
      REFRESH_QR: { to: "WAITING_QR", only: "INSTANCE", guard: "noRefreshUnderWay", effects: ["askForQr"] },
      QR_REFRESHED: { to: "WAITING_QR", effects: ["storeQr"] },
      SCANNED: { to: "WAITING_CONFIRM", effects: ["markScanned"] },
      CALLBACK_VERIFIED: { to: "WAITING_CONFIRM", only: "CORP_APP", effects: ["goOn"] },
      CANCEL_LOGIN: loginOver,
      LOGIN_EXPIRED: loginOver,
      LOGIN_FAILED: loginOver,
    },
    WAITING_CONFIRM: {
      CONFIRMED: online,
      CODE_REQUIRED: { to: "VERIFYING", effects: ["awaitCode"] },
      PROBE_BEGUN: { to: "VERIFYING", only: "CORP_APP", effects: ["showCallback", "goOn"] },
      CANCEL_LOGIN: loginOver,
      LOGIN_EXPIRED: loginOver,
      LOGIN_FAILED: loginOver,
    },
    VERIFYING: {
      SUBMIT_CODE: { to: "VERIFYING", only: "INSTANCE", guard: "codeAttemptsLeft", effects: ["sendCode"] },
      CODE_REFUSED: { to: "VERIFYING", effects: ["dropCode"] },
      PROBE_REFUSED: { to: "VERIFYING", only: "CORP_APP", effects: ["probeAgain"] },
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
      ACCESS_LOST: { ...outage, only: "CORP_APP" },
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

/** The table's entry for an account of this kind; undefined when there is none. */
export function entryOf(
  status: AccountStatus,
  event: AccountEvent,
  connector: AccountConnector,
): Transition | undefined {
  const transition = lifeCycle[status][event];
  return transition?.only === undefined || transition.only === connector ? transition : undefined;
}

/** @throws AppError INVALID_TRANSITION when the table has no such entry. */
export function transitionOf(
  status: AccountStatus,
  event: AccountEvent,
  connector: AccountConnector,
): Transition {
  const transition = entryOf(status, event, connector);
  if (transition) return transition;
  throw new AppError("INVALID_TRANSITION", "TRANSITION_REFUSED", `${event} is not possible in ${status}.`, {
    state: status,
    event,
    possible: accountEvents.filter((each) => entryOf(status, each, connector)),
  });
}

/** A log-in is under way: there is a code, or soon will be. */
export function isLoggingIn(status: AccountStatus): boolean {
  return lifeCycle[status].CANCEL_LOGIN !== undefined;
}
