import { AppError } from "@wegraph/kit/errors";
import type { Logger } from "@wegraph/kit/log";
import { platformScope } from "@wegraph/kit/outbox";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import { patient } from "../../wecom.database.ts";
import type { Tx, WecomDatabase } from "../../wecom.database.ts";
import type { CallbackQueue, WaitingCorp } from "../callback.queue.ts";
import { countCallbacks } from "../callback.stats.ts";
import type { Counted } from "../callback.stats.ts";
import { insertCallbacks, noteDuplicates, noteLastCallbacks } from "./callback.insert.ts";
import type { LastCallback, NewCallback } from "./callback.insert.ts";

const purpose = "callback-intake";
const atOnceMax = 500;
/** Held while the database is away: about ten seconds of a flood. Beyond, WeCom is told to come again. */
const waitingMax = 20_000;
const retryMs = 200;
const noteLastEveryMs = 10_000;
const accountsMax = 20_000;

interface Entry {
  callback: NewCallback;
  stored: (isNew: boolean) => void;
  failed: (error: unknown) => void;
}

/**
 * Makes callbacks durable: all that came while the last ones were written go with the next transaction, so that a flood
 * costs few commits and a single one does not wait. While the database is away they wait here, and WeCom, which gets no
 * answer, calls again.
 */
export class CallbackInbox {
  private waiting: Entry[] = [];
  private flushing: Promise<void> | undefined;
  private readonly lastNoted = new LRUCache<string, true>({ max: accountsMax, ttl: noteLastEveryMs });

  constructor(
    private readonly options: {
      db: WecomDatabase;
      queue: CallbackQueue;
      requeueMs: number;
      clock: () => Date;
      log: Logger;
    },
  ) {}

  /**
   * Resolves when the callback is durable, with whether it was new.
   * @throws AppError UNAVAILABLE (CALLBACK_BACKLOG) when too many wait already; what the database said of one that
   * it will never take.
   */
  store(callback: NewCallback): Promise<boolean> {
    if (this.waiting.length >= waitingMax)
      throw new AppError("UNAVAILABLE", "CALLBACK_BACKLOG", "Too many callbacks wait to be stored.");
    return new Promise((resolve, reject) => {
      this.waiting.push({ callback, stored: resolve, failed: reject });
      this.flushing ??= this.flush().finally(() => (this.flushing = undefined));
    });
  }

  /** What is being written is finished first. */
  async stop(): Promise<void> {
    await this.flushing;
  }

  private async flush(): Promise<void> {
    // What arrives in the same turn of the event loop goes along.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0) {
      const entries = this.waiting.splice(0, atOnceMax);
      await this.saveUntilDone(entries);
    }
  }

  /** One that the database will never take must not hold up the others: it is found by halves, and refused. */
  private async saveUntilDone(entries: readonly Entry[]): Promise<void> {
    const { db, log } = this.options;
    const callbacks = entries.map(({ callback }) => callback);
    for (;;)
      try {
        const fresh = await db.system(purpose).$transaction((tx) => this.save(tx, callbacks), patient);
        for (const { callback, stored } of entries) stored(fresh.has(callback.id));
        return;
      } catch (err) {
        log.error({ err, callbacks: callbacks.length }, "callbacks not stored");
        if (isRefusedData(err)) return this.saveByHalves(entries, err);
        await new Promise((resolve) => setTimeout(resolve, retryMs));
      }
  }

  private async saveByHalves(entries: readonly Entry[], error: unknown): Promise<void> {
    const [first] = entries;
    if (entries.length === 1) return first?.failed(error);
    const middle = Math.ceil(entries.length / 2);
    await this.saveUntilDone(entries.slice(0, middle));
    await this.saveUntilDone(entries.slice(middle));
  }

  private async save(tx: Tx, callbacks: readonly NewCallback[]): Promise<Set<string>> {
    const { queue, requeueMs, clock } = this.options;
    const firsts = [...new Map(callbacks.toReversed().map((callback) => [callback.key, callback])).values()];
    const fresh = await insertCallbacks(tx, firsts, requeueMs);
    const isFresh = ({ id }: NewCallback) => fresh.has(id);
    const repeated = callbacks.filter((callback) => !isFresh(callback));
    await noteDuplicates(
      tx,
      repeated.map(({ key }) => key),
    );
    await noteLastCallbacks(tx, this.lastOf(callbacks));
    await countCallbacks(
      tx,
      callbacks.flatMap((callback) => countsOf(callback, isFresh(callback))),
      clock(),
    );
    const wanted = callbacks.filter((callback) => isFresh(callback) && callback.isWanted);
    await queue.enqueue(tx, platformScope, corpsOf(wanted));
    return fresh;
  }

  private lastOf(callbacks: readonly NewCallback[]): LastCallback[] {
    const newest = new Map(callbacks.map((callback) => [callback.accountId, callback]));
    return [...newest.values()]
      .filter(({ accountId }) => !this.lastNoted.has(accountId))
      .map((callback) => {
        const { accountId, receivedAt: at } = callback;
        this.lastNoted.set(accountId, true);
        return { accountId, at, delayMs: delayOf(callback) };
      })
      .toSorted((a, b) => (a.accountId < b.accountId ? -1 : 1));
  }
}

const refusalShape = z.object({
  meta: z.object({ driverAdapterError: z.object({ cause: z.object({ originalCode: z.string() }) }) }),
});

/** The database understood, and says no: SQLSTATE class 22 (data) or 23 (constraint). What else fails may pass. */
function isRefusedData(error: unknown): boolean {
  const refused = refusalShape.safeParse(error);
  return refused.success && /^2[23]/.test(refused.data.meta.driverAdapterError.cause.originalCode);
}

function delayOf({ receivedAt, sentAt }: NewCallback): number {
  return receivedAt.getTime() - sentAt.getTime();
}

function countsOf(callback: NewCallback, isFresh: boolean): Counted[] {
  const { tenantId, accountId, kind, isWanted } = callback;
  const place = { tenantId, accountId, kind };
  if (!isFresh) return [{ ...place, what: "duplicates" }];
  const received: Counted = { ...place, what: "received", delayMs: delayOf(callback) };
  return isWanted ? [received] : [received, { ...place, what: "ignored" }];
}

function corpsOf(callbacks: readonly NewCallback[]): WaitingCorp[] {
  return [...new Map(callbacks.map(({ tenantId, corpId }) => [corpId, { tenantId, corpId }])).values()];
}
