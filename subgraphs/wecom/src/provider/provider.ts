/**
 * The port through which a WeCom account is driven, whatever stands behind it. An instance is the
 * provider's side of one account: a client session named by its guid. The wire protocol of the
 * HTTP adapter is docs/instance-protocol.md.
 *
 * No method throws for anything the other side does: a call is done, refused or unknown.
 */
export interface AccountProvider {
  /** Safe to repeat with the same `clientToken`: the same instance comes back, its name and callback brought up to date. */
  createInstance(corp: ProviderCorp, input: NewInstance, signal?: AbortSignal): Promise<Outcome<Instance>>;

  /** Safe to repeat: while a QR code is waiting, the same one comes back unless `restart` is set. */
  startLogin(
    corp: ProviderCorp,
    guid: string,
    options?: { restart?: boolean },
    signal?: AbortSignal,
  ): Promise<Outcome<Instance>>;

  /** A fresh QR code; a scan that was not confirmed yet is dropped. */
  refreshQr(corp: ProviderCorp, guid: string, signal?: AbortSignal): Promise<Outcome<Instance>>;

  /** Refused as CODE_WRONG with `attemptsLeft`; at 0 the log-in is over and the instance offline. */
  verify(corp: ProviderCorp, guid: string, code: string, signal?: AbortSignal): Promise<Outcome<Instance>>;

  /** Safe to repeat. */
  cancelLogin(corp: ProviderCorp, guid: string, signal?: AbortSignal): Promise<Outcome<Instance>>;

  /** Safe to repeat. */
  logOut(corp: ProviderCorp, guid: string, signal?: AbortSignal): Promise<Outcome<Instance>>;

  /** Back online without a QR code. LOGIN_REQUIRED where the device session is gone for good. */
  recover(corp: ProviderCorp, guid: string, signal?: AbortSignal): Promise<Outcome<Instance>>;

  heartbeat(corp: ProviderCorp, guid: string, signal?: AbortSignal): Promise<Outcome<Heartbeat>>;

  /** What the provider knows now: how an unknown outcome is cleared up, and all that polling needs. */
  inspect(corp: ProviderCorp, guid: string, signal?: AbortSignal): Promise<Outcome<Instance>>;

  /** Where changes are announced from now on: after our address or the secret has changed. */
  setCallback(
    corp: ProviderCorp,
    guid: string,
    callback: CallbackTarget,
    signal?: AbortSignal,
  ): Promise<Outcome<Instance>>;

  /** Safe to repeat: an instance that is already gone is done. Logs the account out if need be. */
  remove(corp: ProviderCorp, guid: string, signal?: AbortSignal): Promise<Outcome<null>>;
}

/** Whose instances, and how to reach them. */
export interface ProviderCorp {
  readonly baseUrl: string;
  readonly secret: string;
}

export interface CallbackTarget {
  readonly url: string;
  /** `whsec_` + base64, see callback.ts. */
  readonly secret: string;
}

export interface NewInstance {
  readonly name: string;
  /** Ours, one per account (its id does): what makes a repeated create harmless. */
  readonly clientToken: string;
  readonly callback?: CallbackTarget | undefined;
}

export type InstanceState =
  | "created"
  | "waiting_scan"
  | "waiting_confirm"
  | "verify_required"
  | "online"
  | "offline";

/** Why an instance is offline. */
export type OfflineReason =
  | "qr_expired"
  | "cancelled"
  | "verify_failed"
  | "verify_expired"
  | "kicked"
  | "expired"
  | "connection_lost"
  | "logged_out";

export interface Instance {
  readonly guid: string;
  readonly name: string;
  readonly state: InstanceState;
  /** Only when offline. */
  readonly reason?: OfflineReason | undefined;
  /** Grows with every change of this instance; what carries a lower one is old news. */
  readonly seq: number;
  /** The device session is still good: `recover` can work. */
  readonly recoverable: boolean;
  /** While waiting for a scan or a confirmation. */
  readonly qr?: InstanceQr | undefined;
  /** While a verification code is awaited. */
  readonly verification?: { readonly attemptsLeft: number; readonly expiresAt: Date } | undefined;
  /** Name of the person who scanned, once scanned. */
  readonly scannedBy?: string | undefined;
  /** Who is, or was last, logged in. */
  readonly user?: InstanceUser | undefined;
  readonly device?: string | undefined;
}

export interface InstanceQr {
  readonly token: string;
  /** What the code says when scanned. */
  readonly content: string;
  /** base64, without the `data:` prefix. */
  readonly imagePng: string;
  readonly expiresAt: Date;
}

export interface InstanceUser {
  readonly userId: string;
  readonly name: string;
  /** https:, http: or data:image/…, at most 2,048 characters. */
  readonly avatarUrl?: string | undefined;
  readonly corpId: string;
}

export interface Heartbeat {
  readonly state: InstanceState;
  readonly reason?: OfflineReason | undefined;
  readonly seq: number;
  readonly recoverable: boolean;
  readonly serverTime: Date;
  /** Round trip as we measured it. */
  readonly latencyMs: number;
}

/** How a call to an outside system ends. */
export type Outcome<T> = Done<T> | Refused | Unknown;

export interface Done<T> {
  readonly kind: "done";
  readonly value: T;
}

/** Certain: nothing was done (but a CODE_WRONG has used up an attempt). `message` is for the log, not for a customer. */
export interface Refused {
  readonly kind: "refused";
  readonly code: RefusalCode;
  readonly message: string;
  readonly retryAfterMs?: number | undefined;
  /** With CODE_WRONG. */
  readonly attemptsLeft?: number | undefined;
}

/** It may or may not have happened: `inspect`, or repeat what is safe to repeat. */
export interface Unknown {
  readonly kind: "unknown";
  readonly cause: UnknownCause;
  readonly message: string;
}

export type RefusalCode =
  | "UNAUTHORIZED"
  | "INSTANCE_NOT_FOUND"
  | "ALREADY_ONLINE"
  | "WRONG_STATE"
  | "LOGIN_REQUIRED"
  | "CODE_WRONG"
  | "LIMIT_REACHED"
  | "INVALID_REQUEST"
  | "RATE_LIMITED"
  | "UNAVAILABLE"
  | "UNREACHABLE";

export type UnknownCause = "timeout" | "connection_lost" | "server_error" | "malformed_answer" | "aborted";

const transient: ReadonlySet<RefusalCode> = new Set(["RATE_LIMITED", "UNAVAILABLE", "UNREACHABLE"]);

/** The same call may well succeed later without anybody changing anything. */
export function isTransient(refused: Refused): boolean {
  return transient.has(refused.code);
}
