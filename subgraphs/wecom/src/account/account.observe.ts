import type { OfflineReason } from "../provider/provider.ts";
import type { Observed } from "./account.facts.ts";
import type { AccountEvent, AccountStatus } from "./account.machine.ts";

/** An event the provider's word stands for, with the reason to record. */
export interface ObservedEvent {
  event: AccountEvent;
  reason?: string;
}

/**
 * The events that lead from where an account stands to where the provider has it. Several may have happened between
 * two looks; the account passes through each. Empty when the provider's word changes nothing: it confirms the state,
 * or comes while we wait for nothing (an account that was logged out does not come online by an old callback).
 */
export function pathTo(
  status: AccountStatus,
  observed: Observed,
  knownToken: string | null,
): ObservedEvent[] {
  switch (status) {
    case "INITIALIZING":
      return isOver(observed) ? [loginEnd(observed)] : [{ event: "QR_READY" }, ...fromWaitingQr(observed)];
    case "WAITING_QR":
      return observed.state === "waiting_scan" &&
        observed.qr !== undefined &&
        observed.qr.token !== knownToken
        ? [{ event: "QR_REFRESHED" }]
        : fromWaitingQr(observed);
    case "WAITING_CONFIRM":
      return fromWaitingConfirm(observed);
    case "VERIFYING":
      return fromVerifying(observed);
    case "ONLINE":
      return fromOnline(observed);
    case "ERROR":
      return observed.state === "online" ? [{ event: "RECOVER" }, { event: "RECOVERED" }] : [];
    case "RECOVERING":
      return fromRecovering(observed);
    case "CREATED":
    case "OFFLINE":
      return [];
  }
}

function fromWaitingQr(observed: Observed): ObservedEvent[] {
  switch (observed.state) {
    case "waiting_scan":
      return [];
    case "waiting_confirm":
      return [{ event: "SCANNED" }];
    case "verify_required":
    case "online":
      return [{ event: "SCANNED" }, ...fromWaitingConfirm(observed)];
    case "created":
    case "offline":
      return [loginEnd(observed)];
  }
}

function fromWaitingConfirm(observed: Observed): ObservedEvent[] {
  switch (observed.state) {
    case "online":
      return [{ event: "CONFIRMED" }];
    case "verify_required":
      return [{ event: "CODE_REQUIRED" }];
    // A scan is dropped only when we ask for another code, which we do not do after the scan.
    case "waiting_scan":
    case "waiting_confirm":
      return [];
    case "created":
    case "offline":
      return [loginEnd(observed)];
  }
}

function fromVerifying(observed: Observed): ObservedEvent[] {
  switch (observed.state) {
    case "online":
      return [{ event: "VERIFIED" }];
    case "waiting_scan":
    case "waiting_confirm":
    case "verify_required":
      return [];
    case "created":
    case "offline":
      return [loginEnd(observed)];
  }
}

function fromOnline(observed: Observed): ObservedEvent[] {
  if (observed.state === "online") return [];
  // Bringing back an account that was logged in elsewhere would throw the other one out: only a lost connection is ours to mend.
  if (observed.state === "offline" && observed.recoverable && observed.reason === "connection_lost")
    return [{ event: "CONNECTION_LOST", reason: observed.reason }];
  const reason = observed.state === "offline" ? (observed.reason ?? "session_ended") : "session_replaced";
  return [{ event: "SESSION_ENDED", reason }];
}

function fromRecovering(observed: Observed): ObservedEvent[] {
  if (observed.state === "online") return [{ event: "RECOVERED" }];
  if (observed.recoverable) return [];
  return [{ event: "LOGIN_NEEDED", reason: observed.reason ?? "login_required" }];
}

const expiries: ReadonlySet<OfflineReason | undefined> = new Set(["qr_expired", "verify_expired"]);

function loginEnd({ reason }: Observed): ObservedEvent {
  return { event: expiries.has(reason) ? "LOGIN_EXPIRED" : "LOGIN_FAILED", reason: reason ?? "login_lost" };
}

function isOver({ state }: Observed): boolean {
  return state === "created" || state === "offline";
}
