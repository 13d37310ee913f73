import type { AccessToken, AuthApi, Credentials, FirstAdministrator } from "./authApi.ts";
import { RefusedError } from "./authApi.ts";
import type { TabLock } from "./tabLock.ts";

/** unknown: not asked yet whether the cookie still stands for somebody. unreachable: asked in vain. */
export type SessionPhase = "unknown" | "unreachable" | "signedOut" | "signedIn" | "locked";

export interface SessionState {
  phase: SessionPhase;
  /** Grows whenever the token speaks for somebody or some tenant else; caches are emptied then. */
  identity: number;
  /** The e-mail of whoever locked the screen; only they can take it up again. */
  lockedFor: string | null;
  /** Signed out on purpose: the next to sign in starts afresh, and not where somebody was thrown out. */
  leftByChoice: boolean;
}

export interface SessionParts {
  api: AuthApi;
  lock: TabLock;
  /** Per tab: each browser tab may work in another tenant. */
  tabStorage: Storage;
  tellOtherTabs: (news: "signed-out") => void;
  onOtherTab: (listener: (news: unknown) => void) => void;
  now: () => number;
}

const tenantKey = "wegraph.tenant";
/** A token this close to its end is renewed first, so that it does not expire on the way. */
const renewBeforeMs = 20_000;
/** A fresh token counts as good for this long even where this machine's clock says it has run out. */
const trustedAtLeastMs = 60_000;

/**
 * Who this tab is. The access token is kept in memory, so a script that gets into the page by
 * reading storage finds nothing; a reload asks the cookie for a new one.
 */
export class Session {
  private state: SessionState = { phase: "unknown", identity: 0, lockedFor: null, leftByChoice: false };
  private readonly listeners = new Set<() => void>();
  private readonly renewed = new Set<() => void>();
  private current: { token: string; expiresAt: number } | null = null;
  private refreshing: Promise<string> | null = null;

  constructor(private readonly parts: SessionParts) {
    parts.onOtherTab((news) => {
      if (news === "signed-out") this.end("signedOut");
    });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  readonly snapshot = (): SessionState => this.state;

  /** Called after each new token for the same identity: what holds a connection open re-introduces itself. */
  onRenewed(listener: () => void): () => void {
    this.renewed.add(listener);
    return () => {
      this.renewed.delete(listener);
    };
  }

  get tenantId(): string | undefined {
    return this.parts.tabStorage.getItem(tenantKey) ?? undefined;
  }

  /** Finds out whether the cookie still stands for somebody. */
  async resume(): Promise<void> {
    try {
      await this.refresh();
    } catch (error) {
      if (this.state.phase === "signedOut") return;
      this.change({ phase: isRefused(error) ? "signedOut" : "unreachable" });
    }
  }

  async signIn(credentials: Credentials): Promise<void> {
    const tenantId = credentials.tenantId ?? this.tenantId;
    try {
      this.begin(await this.parts.api.signIn({ ...credentials, tenantId }));
    } catch (error) {
      // This tab may remember a tenant that the person who signs in now has nothing to do with.
      if (!tenantId || !isForeignTenant(error)) throw error;
      this.rememberTenant(null);
      this.begin(await this.parts.api.signIn({ ...credentials, tenantId: undefined }));
    }
  }

  async setUp(administrator: FirstAdministrator): Promise<void> {
    this.begin(await this.parts.api.setUp(administrator));
  }

  async signOut(): Promise<void> {
    this.change({ leftByChoice: true });
    await this.leave("signedOut");
    this.rememberTenant(null);
  }

  /**
   * Leaves the screen covered. The session behind it ends at the server, so a browser that is
   * left alone holds nothing worth stealing; unlocking is signing in again.
   */
  async lock(email: string): Promise<void> {
    this.change({ lockedFor: email });
    await this.leave("locked");
  }

  /** The token of another tenant, given by the graph's switchTenant. */
  adopt(tenantId: string, token: AccessToken): void {
    this.rememberTenant(tenantId);
    this.keep(token);
    this.change({ phase: "signedIn", identity: this.state.identity + 1 });
    for (const listener of this.renewed) listener();
  }

  /** A token that is good for a while, renewed first if need be. */
  async token(): Promise<string> {
    const current = this.current;
    if (current && current.expiresAt - this.parts.now() > renewBeforeMs) return current.token;
    return await this.refresh();
  }

  /** One renewal at a time in this tab, and one tab at a time: a refresh token can be used only once. */
  refresh(): Promise<string> {
    this.refreshing ??= this.parts
      .lock("wegraph-refresh", () => this.renew())
      .finally(() => {
        this.refreshing = null;
      });
    return this.refreshing;
  }

  private async renew(): Promise<string> {
    try {
      return this.renewedWith(await this.parts.api.refresh(this.tenantId));
    } catch (error) {
      if (this.tenantId && isForeignTenant(error)) {
        this.rememberTenant(null);
        return this.renewedWith(await this.parts.api.refresh(undefined));
      }
      // A server that cannot be reached says nothing about who we are: only a refusal ends the session.
      if (isRefused(error) && this.state.phase !== "locked") this.end("signedOut");
      throw error;
    }
  }

  private renewedWith(token: AccessToken): string {
    if (this.state.phase === "signedIn") {
      this.keep(token);
      for (const listener of this.renewed) listener();
    } else this.begin(token);
    return token.accessToken;
  }

  private begin(token: AccessToken): void {
    this.keep(token);
    this.change({
      phase: "signedIn",
      identity: this.state.identity + 1,
      lockedFor: null,
      leftByChoice: false,
    });
  }

  private async leave(phase: "signedOut" | "locked"): Promise<void> {
    try {
      await this.parts.api.signOut();
    } finally {
      this.end(phase);
      if (phase === "signedOut") this.parts.tellOtherTabs("signed-out");
    }
  }

  private end(phase: "signedOut" | "locked"): void {
    this.current = null;
    this.change({ phase });
  }

  private keep(token: AccessToken): void {
    const expiresAt = Date.parse(token.accessTokenExpiresAt);
    this.current = {
      token: token.accessToken,
      expiresAt: Math.max(expiresAt, this.parts.now() + trustedAtLeastMs),
    };
  }

  private rememberTenant(tenantId: string | null): void {
    if (tenantId === null) this.parts.tabStorage.removeItem(tenantKey);
    else this.parts.tabStorage.setItem(tenantKey, tenantId);
  }

  private change(next: Partial<SessionState>): void {
    this.state = { ...this.state, ...next };
    for (const listener of this.listeners) listener();
  }
}

function isRefused(error: unknown): boolean {
  return error instanceof RefusedError && error.code === "UNAUTHENTICATED";
}

function isForeignTenant(error: unknown): boolean {
  return error instanceof RefusedError && error.reason === "TENANT_UNAVAILABLE";
}
