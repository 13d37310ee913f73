export type State = "created" | "waiting_scan" | "waiting_confirm" | "verify_required" | "online" | "offline";

export const states = [
  "created",
  "waiting_scan",
  "waiting_confirm",
  "verify_required",
  "online",
  "offline",
] as const satisfies readonly State[];

export const offlineReasons = [
  "qr_expired",
  "cancelled",
  "verify_failed",
  "verify_expired",
  "kicked",
  "expired",
  "connection_lost",
  "logged_out",
] as const;
export type OfflineReason = (typeof offlineReasons)[number];

export type Act =
  | "showQr"
  | "scan"
  | "confirm"
  | "confirmNewDevice"
  | "verify"
  | "failVerification"
  | "cancel"
  | "timeOut"
  | "logOut"
  | "kick"
  | "expire"
  | "loseConnection"
  | "recover";

export type EventName =
  | "qr_refreshed"
  | "scanned"
  | "verify_required"
  | "online"
  | "offline"
  | "kicked"
  | "expired"
  | "qr_expired"
  | "cancelled";

/** Where an act leads, and the callback that tells of it. */
export interface Step {
  readonly to: State;
  readonly event: EventName;
  readonly reason?: OfflineReason;
}

const showQr: Step = { to: "waiting_scan", event: "qr_refreshed" };
const online: Step = { to: "online", event: "online" };
const cancel: Step = { to: "offline", event: "cancelled", reason: "cancelled" };
const qrExpired: Step = { to: "offline", event: "qr_expired", reason: "qr_expired" };
const loggedOut: Step = { to: "offline", event: "offline", reason: "logged_out" };

/** The life of an instance. What is not in the table cannot happen. */
export const machine: Readonly<Record<State, Readonly<Partial<Record<Act, Step>>>>> = {
  created: { showQr },
  waiting_scan: {
    showQr,
    scan: { to: "waiting_confirm", event: "scanned" },
    cancel,
    timeOut: qrExpired,
  },
  waiting_confirm: {
    showQr,
    confirm: online,
    confirmNewDevice: { to: "verify_required", event: "verify_required" },
    cancel,
    timeOut: qrExpired,
  },
  verify_required: {
    showQr,
    verify: online,
    failVerification: { to: "offline", event: "offline", reason: "verify_failed" },
    cancel,
    timeOut: { to: "offline", event: "offline", reason: "verify_expired" },
  },
  online: {
    logOut: loggedOut,
    kick: { to: "offline", event: "kicked", reason: "kicked" },
    expire: { to: "offline", event: "expired", reason: "expired" },
    loseConnection: { to: "offline", event: "offline", reason: "connection_lost" },
  },
  offline: { showQr, recover: online, logOut: loggedOut },
};

export function isLoggingIn(state: State): boolean {
  return state === "waiting_scan" || state === "waiting_confirm" || state === "verify_required";
}
