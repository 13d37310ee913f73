import { decodeJwt } from "jose";
import { AppError } from "@wegraph/kit/errors";
import type { Principal } from "@wegraph/kit/principal";
import { isRefusal } from "../identity/authenticator.ts";
import type { Authenticator } from "../identity/authenticator.ts";
import type { Credential } from "../identity/credential.ts";
import type { GatewaySettings } from "../settings.ts";

/** Something about who may do what changed. Without a principal it concerns all of the tenant, without a tenant everyone. */
export interface IdentityChange {
  tenantId?: string | undefined;
  principalId?: string | undefined;
}

/** Calls back on every change until the returned function is called. */
export type OnIdentityChange = (listener: (change: IdentityChange) => void) => () => void;

export interface IdentityListener {
  /** The same caller with other rights. */
  changed(principal: Principal): void;
  ended(reason: AppError): void;
}

/** Changes come in bursts and concern many connections: they ask spread over this long. */
const spreadMs = 400;
const afterExpiryMs = 100;

/**
 * The principal of a long-lived connection, asked for again at least every half minute, on every change that
 * concerns it, and at the moment its token expires. Connections with the same credential share one.
 */
export class LiveIdentity {
  private readonly listeners = new Set<IdentityListener>();
  private readonly tokenExpiresAt: number;
  private timer: NodeJS.Timeout | undefined;
  private due = Number.POSITIVE_INFINITY;
  private confirmedAt = Date.now();
  private over = false;

  constructor(
    readonly credential: Credential,
    private current: Principal,
    private readonly authenticator: Authenticator,
    private readonly limits: Pick<GatewaySettings["streams"], "recheckMs" | "unconfirmedMsMax">,
    private readonly onUnused: () => void,
  ) {
    this.tokenExpiresAt = expiryOf(credential) ?? Number.POSITIVE_INFINITY;
    this.scheduleNext();
  }

  get principal(): Principal {
    return this.current;
  }

  listen(listener: IdentityListener): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.finish();
    };
  }

  note({ tenantId, principalId }: IdentityChange): void {
    if (tenantId !== undefined && tenantId !== this.current.tenantId) return;
    if (principalId !== undefined && principalId !== this.current.id) return;
    this.schedule(Math.random() * spreadMs);
  }

  private get expiresAt(): number {
    return Math.min(this.tokenExpiresAt, this.current.expiresAt ?? Number.POSITIVE_INFINITY);
  }

  private scheduleNext(): void {
    const untilExpiry = this.expiresAt + afterExpiryMs - Date.now();
    // A little early and never all at once, however many connected in the same second.
    this.schedule(Math.min(this.limits.recheckMs * (0.8 + Math.random() * 0.2), Math.max(0, untilExpiry)));
  }

  private schedule(inMs: number): void {
    const due = Date.now() + inMs;
    if (this.over || (this.timer && this.due <= due)) return;
    clearTimeout(this.timer);
    this.due = due;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.check();
    }, inMs).unref();
  }

  private async check(): Promise<void> {
    if (Date.now() >= this.expiresAt) return this.end(expired);
    try {
      const principal = await this.authenticator.ask(this.credential);
      if (this.over) return;
      this.confirmedAt = Date.now();
      const differs = JSON.stringify(principal) !== JSON.stringify(this.current);
      this.current = principal;
      if (differs) for (const listener of this.listeners) listener.changed(principal);
    } catch (error) {
      if (isRefusal(error)) return this.end(error);
      // An authority that cannot be asked is forgiven for a while.
      if (Date.now() - this.confirmedAt > this.limits.unconfirmedMsMax) return this.end(unconfirmed);
    }
    this.scheduleNext();
  }

  private end(reason: AppError): void {
    const listeners = [...this.listeners];
    this.finish();
    for (const listener of listeners) listener.ended(reason);
  }

  private finish(): void {
    if (this.over) return;
    this.over = true;
    clearTimeout(this.timer);
    this.onUnused();
  }
}

const expired = new AppError("UNAUTHENTICATED", "CREDENTIAL_EXPIRED", "The credential has expired.");
const unconfirmed = new AppError(
  "UNAVAILABLE",
  "IDENTITY_UNAVAILABLE",
  "Who you are could not be confirmed.",
);

/** When an access token says it ends; read without checking the signature, which the authority has checked. */
function expiryOf({ kind, token }: Credential): number | undefined {
  if (kind !== "ACCESS_TOKEN") return undefined;
  try {
    const { exp } = decodeJwt(token);
    return exp === undefined ? undefined : exp * 1_000;
  } catch {
    return undefined; // opaque tokens are legitimate; the half minute holds for them
  }
}
