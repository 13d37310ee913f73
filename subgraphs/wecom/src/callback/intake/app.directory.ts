import { LRUCache } from "lru-cache";
import type { AppVault } from "../../message/routing/appVault.ts";
import type { WecomDatabase } from "../../wecom.database.ts";
import type { CallbackKeys } from "../wecomCallback.reader.ts";

/** An application that WeCom calls in for. */
export interface CallbackApp {
  tenantId: string;
  corpId: string;
  accountId: string;
  keys: CallbackKeys;
}

const purpose = "callback-intake";
const validMs = 5_000;
const knownMax = 20_000;
const unknownMax = 10_000;

/** The applications in use with their keys, for seconds: a change of keys is soon known in every process. */
export class AppDirectory {
  private readonly known = new LRUCache<string, { app: CallbackApp; readAt: number }>({ max: knownMax });
  /** Apart, so that a stranger's guesses cannot push out what is used. */
  private readonly unknown = new LRUCache<string, true>({ max: unknownMax, ttl: validMs });
  private readonly reading = new Map<string, Promise<CallbackApp | null>>();

  constructor(
    private readonly db: WecomDatabase,
    private readonly vault: AppVault,
  ) {}

  /** Null for an account that is not there, is deleted, or has no application with callback keys. */
  async find(accountId: string): Promise<CallbackApp | null> {
    const entry = this.known.get(accountId);
    if (entry && performance.now() - entry.readAt < validMs) return entry.app;
    if (this.unknown.has(accountId)) return null;
    try {
      return await this.readOnce(accountId);
    } catch (error) {
      // While the database is away, callbacks wait for it; that they are genuine can be told by what was known.
      if (entry) return entry.app;
      throw error;
    }
  }

  private readOnce(accountId: string): Promise<CallbackApp | null> {
    const under = this.reading.get(accountId);
    if (under) return under;
    const reading = this.read(accountId).finally(() => this.reading.delete(accountId));
    this.reading.set(accountId, reading);
    return reading;
  }

  private async read(accountId: string): Promise<CallbackApp | null> {
    const row = await this.db.system(purpose).accountApp.findFirst({
      where: { accountId, account: { deletedAt: null } },
      include: { account: { select: { corpId: true, corp: { select: { corpId: true } } } } },
    });
    const keys = row && this.vault.openCallbackKeys(accountId, row);
    if (!row || !keys) {
      this.known.delete(accountId);
      this.unknown.set(accountId, true);
      return null;
    }
    const { tenantId, account } = row;
    const app = {
      tenantId,
      accountId,
      corpId: account.corpId,
      keys: { ...keys, receiveId: account.corp.corpId },
    };
    this.known.set(accountId, { app, readAt: performance.now() });
    return app;
  }
}
