import type { AccountStatus } from "../account/account.machine.ts";
import type { CallbackTarget, InstanceState, OfflineReason } from "../provider/provider.ts";
import type { SetupAccount } from "./account.setup.ts";

/** An instance the provider has to have so that an account finds its other half. */
export interface PreparedInstance {
  guid: string;
  clientToken: string;
  name: string;
  state: InstanceState;
  reason?: OfflineReason;
  userName?: string;
  device?: string;
  callback: CallbackTarget;
}

const states: Readonly<Record<AccountStatus, InstanceState | null>> = {
  CREATED: null,
  INITIALIZING: "created",
  WAITING_QR: "waiting_scan",
  WAITING_CONFIRM: "waiting_confirm",
  VERIFYING: "verify_required",
  ONLINE: "online",
  OFFLINE: "offline",
  ERROR: "offline",
  RECOVERING: "offline",
};

const offlineReasons: readonly OfflineReason[] = [
  "qr_expired",
  "cancelled",
  "verify_failed",
  "verify_expired",
  "kicked",
  "expired",
  "connection_lost",
  "logged_out",
];

/** Null for an account the provider has never heard of. */
export function instanceOf(
  accountId: string,
  account: SetupAccount,
  callback: CallbackTarget,
): PreparedInstance | null {
  const last = account.past.at(-1);
  const state = last && states[last.to];
  if (!last || !state) return null;
  const { name, wecomName, device } = account;
  return {
    guid: accountId,
    clientToken: accountId,
    name,
    state,
    callback,
    ...(state === "offline" && { reason: offlineReasonOf(last.to, last.reason) }),
    ...(wecomName !== undefined && { userName: wecomName }),
    ...(device !== undefined && { device }),
  };
}

/** An account in ERROR has lost its connection; what it needs is still there. */
function offlineReasonOf(status: AccountStatus, reason: string | null): OfflineReason {
  if (status !== "OFFLINE") return "connection_lost";
  return offlineReasons.find((known) => known === reason) ?? "logged_out";
}
