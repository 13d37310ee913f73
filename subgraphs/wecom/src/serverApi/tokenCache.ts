import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "@wegraph/kit/log";
import { LRUCache } from "lru-cache";
import type { Refused } from "./outcome.ts";
import type { SharedTokens, StoredToken } from "./sharedTokens.ts";
import type { AppAccess, FetchToken, FreshToken } from "./tokenSource.ts";

export type TokenResult = { readonly kind: "token"; readonly token: string } | Refused;

interface Entry extends StoredToken {
  /** From then on another one is fetched, while this one still serves. */
  refreshAt: number;
  /** WeCom gave the refused token again: until then asking once more is useless. */
  readonly keepUntil: number;
}

interface Parts {
  readonly fetch: FetchToken;
  /** Whose tokens: one address's are never shown to another, whatever secret it is asked with. */
  readonly issuer: string;
  /** Without it, or while it fails, each process has tokens of its own. */
  readonly shared?: SharedTokens | undefined;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly random?: () => number;
}

const leadMaxMs = 300_000;
const sameTokenHoldMs = 5_000;
/** A token that ends in a moment would end on its way. */
const marginMs = 1_000;
/** WeCom blocks an address for an hour after too many wrong secrets: a refusal holds for a while. */
const failureHoldMs = { account: 30_000, other: 1_000 } as const;
const pollMs = 50;
const retryRenewalMs = 5_000;
const waitMaxMs = 15_000;
/** Of each kind; what is forgotten is in Redis, or is fetched again. */
const entriesMax = 20_000;

/**
 * Access tokens, fetched once for all processes. A token is kept in memory and in Redis, renewed in the background
 * before it ends, and replaced when WeCom revokes it early. One process fetches at a time, by a lock in Redis
 * that expires; with Redis gone, one call of each process does. Tokens and secrets never reach a log.
 */
export class TokenCache {
  private readonly entries = new LRUCache<string, Entry>({ max: entriesMax });
  private readonly loads = new Map<string, Promise<TokenResult>>();
  private readonly failures = new LRUCache<string, { refused: Refused; until: number }>({ max: entriesMax });
  private readonly now: () => number;
  private readonly random: () => number;

  constructor(private readonly parts: Parts) {
    this.now = parts.now ?? Date.now;
    this.random = parts.random ?? Math.random;
  }

  async get(app: AppAccess): Promise<TokenResult> {
    const key = keyOf(app, this.parts.issuer);
    const entry = this.valid(key);
    if (!entry) return this.single(key, () => this.load(app, key, undefined));
    if (this.now() >= entry.refreshAt && !this.loads.has(key))
      void this.single(key, () => this.renew(app, key, entry));
    return { kind: "token", token: entry.token };
  }

  /** Another token than the one WeCom has just refused; the same one where WeCom insists on it. */
  async replace(app: AppAccess, refused: string): Promise<TokenResult> {
    const key = keyOf(app, this.parts.issuer);
    const running = this.loads.get(key);
    if (running) await running;
    const entry = this.valid(key);
    if (entry && (entry.token !== refused || this.now() < entry.keepUntil))
      return { kind: "token", token: entry.token };
    return this.single(key, () => this.load(app, key, refused));
  }

  private valid(key: string): Entry | undefined {
    const entry = this.entries.get(key);
    return entry && this.now() < entry.expiresAt - marginMs ? entry : undefined;
  }

  private single(key: string, load: () => Promise<TokenResult>): Promise<TokenResult> {
    const running = this.loads.get(key);
    if (running) return running;
    const started = load().finally(() => this.loads.delete(key));
    this.loads.set(key, started);
    return started;
  }

  private async load(app: AppAccess, key: string, refused: string | undefined): Promise<TokenResult> {
    const failure = this.failures.get(key);
    if (failure && this.now() < failure.until) return failure.refused;
    const { shared } = this.parts;
    if (!shared) return this.fetchAlone(app, key, refused);
    try {
      return await this.loadShared(shared, app, key, refused);
    } catch (error) {
      this.parts.log.warn({ reason: reasonOf(error) }, "token cache without redis");
      return this.fetchAlone(app, key, refused);
    }
  }

  /** Waits for whoever fetches already; takes the lock over when its holder has died. */
  private async loadShared(
    shared: SharedTokens,
    app: AppAccess,
    key: string,
    refused: string | undefined,
  ): Promise<TokenResult> {
    const giveUpAt = this.now() + waitMaxMs;
    while (this.now() < giveUpAt) {
      const known = await this.known(shared, key, refused);
      if (known) return known;
      const holder = await shared.lock(key);
      if (holder !== undefined) return this.loadHolding(shared, app, key, refused, holder);
      await sleep(pollMs * (0.5 + this.random()));
    }
    return this.fetchAlone(app, key, refused);
  }

  /** Somebody may have answered between the look and the lock: then the lock was not needed. */
  private async loadHolding(
    shared: SharedTokens,
    app: AppAccess,
    key: string,
    refused: string | undefined,
    holder: string,
  ): Promise<TokenResult> {
    const known = await this.known(shared, key, refused);
    if (!known) return this.fetchHolding(shared, app, key, refused, holder);
    await shared.release(key, holder);
    return known;
  }

  /** What others have found out: a token, or that there is none for now. */
  private async known(
    shared: SharedTokens,
    key: string,
    refused: string | undefined,
  ): Promise<TokenResult | undefined> {
    const adopted = await this.adopt(shared, key, refused);
    if (adopted) return adopted;
    const failure = await shared.readFailure(key);
    return failure && this.hold(key, failure);
  }

  private async adopt(
    shared: SharedTokens,
    key: string,
    refused: string | undefined,
  ): Promise<TokenResult | undefined> {
    const stored = await shared.read(key);
    if (!stored || stored.token === refused || stored.expiresAt - marginMs <= this.now()) return undefined;
    return this.keep(key, stored, refused);
  }

  private async fetchHolding(
    shared: SharedTokens,
    app: AppAccess,
    key: string,
    refused: string | undefined,
    holder: string,
  ): Promise<TokenResult> {
    const fetched = await this.parts.fetch(app);
    if (fetched.kind === "refused") {
      await this.tell(() => shared.fail(key, holder, fetched, holdOf(fetched)));
      return this.hold(key, fetched);
    }
    const token = this.stored(fetched);
    await this.tell(() => shared.store(key, holder, token, fetched.expiresInMs));
    return this.keep(key, token, refused);
  }

  private async fetchAlone(app: AppAccess, key: string, refused: string | undefined): Promise<TokenResult> {
    const fetched = await this.parts.fetch(app);
    return fetched.kind === "refused"
      ? this.hold(key, fetched)
      : this.keep(key, this.stored(fetched), refused);
  }

  /** In the background: the present token goes on serving, whatever becomes of this. */
  private async renew(app: AppAccess, key: string, entry: Entry): Promise<TokenResult> {
    const { shared, log } = this.parts;
    // Not again by the next caller; a success moves it on.
    entry.refreshAt = this.now() + retryRenewalMs * (1 + this.random());
    try {
      if (shared) await this.renewShared(shared, app, key, entry);
      else await this.renewAlone(app, key);
    } catch (error) {
      log.warn({ reason: reasonOf(error) }, "token cache without redis");
      await this.renewAlone(app, key);
    }
    return { kind: "token", token: this.entries.get(key)?.token ?? entry.token };
  }

  private async renewShared(shared: SharedTokens, app: AppAccess, key: string, entry: Entry): Promise<void> {
    if (await this.adoptNewer(shared, key, entry)) return;
    const holder = await shared.lock(key);
    if (holder === undefined) return;
    // Somebody may have stored one between the look and the lock.
    if (await this.adoptNewer(shared, key, entry)) return shared.release(key, holder);
    const fetched = await this.parts.fetch(app);
    if (fetched.kind === "refused") return shared.release(key, holder);
    const token = this.stored(fetched);
    this.keep(key, token, undefined);
    await this.tell(() => shared.store(key, holder, token, fetched.expiresInMs));
  }

  private async renewAlone(app: AppAccess, key: string): Promise<void> {
    const fetched = await this.parts.fetch(app);
    if (fetched.kind === "token") this.keep(key, this.stored(fetched), undefined);
  }

  /** Newer by when it was fetched: WeCom gives the same token again for as long as it is good. */
  private async adoptNewer(shared: SharedTokens, key: string, entry: Entry): Promise<boolean> {
    const stored = await shared.read(key);
    if (!stored || stored.fetchedAt <= entry.fetchedAt) return false;
    this.keep(key, stored, undefined);
    return true;
  }

  private stored({ token, expiresInMs }: FreshToken): StoredToken {
    const fetchedAt = this.now();
    return { token, fetchedAt, expiresAt: fetchedAt + expiresInMs };
  }

  private keep(key: string, stored: StoredToken, refused: string | undefined): TokenResult {
    const { token, expiresAt } = stored;
    const lead = Math.min(leadMaxMs, Math.max(marginMs, (expiresAt - this.now()) / 10));
    this.entries.set(key, {
      ...stored,
      // Spread, so that not every process looks at the same moment.
      refreshAt: expiresAt - lead * (1 + this.random() / 4),
      keepUntil: token === refused ? this.now() + sameTokenHoldMs : 0,
    });
    this.failures.delete(key);
    return { kind: "token", token };
  }

  private hold(key: string, refused: Refused): Refused {
    this.failures.set(key, { refused, until: this.now() + holdOf(refused) });
    return refused;
  }

  /** Telling the others is a courtesy: what was fetched counts even if Redis has just gone. */
  private async tell(store: () => Promise<void>): Promise<void> {
    await store().catch((error: unknown) =>
      this.parts.log.warn({ reason: reasonOf(error) }, "token not shared"),
    );
  }
}

/** Names the secret without giving it away; another secret of the same corp is another key. */
export function keyOf({ corpId, secret }: AppAccess, issuer: string): string {
  const digest = createHash("sha256").update(`${issuer}\n${corpId}\n${secret}`).digest("base64url");
  return `wecom:token:${digest.slice(0, 32)}`;
}

function holdOf({ refusal }: Refused): number {
  return refusal.kind === "account" ? failureHoldMs.account : failureHoldMs.other;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
