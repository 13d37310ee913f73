import type { Database } from "./database.ts";
import type { Logger } from "./log.ts";
import type { RawExecutor } from "./outbox.ts";
import type { QuotaDimension } from "./quota.ts";
import type { QuotaMeter } from "./quotaMeter.ts";
import { Repeating } from "./repeating.ts";

const purpose = "quota-reconciliation";
const everyMs = 30 * 60_000;
/** At a start much is asked at once, and core may not be there yet. */
const failedAfterMs = 60_000;

/** What a tenant has of a stock, by the keys it was taken under. */
export interface StockOfTenant {
  tenantId: string;
  keys: string[];
}

export interface QuotaStockOptions<Client extends RawExecutor> {
  db: Database<Client>;
  meter: QuotaMeter;
  dimension: QuotaDimension;
  /** Of every tenant, those that have nothing left of it too. */
  count: (system: Client) => PromiseLike<StockOfTenant[]>;
  log: Logger;
}

/** Tells core what there is of a stock: what is from before it was counted, and what a death in between left wrong. */
export class QuotaStock<Client extends RawExecutor> {
  private readonly repeating: Repeating<number>;

  constructor(private readonly options: QuotaStockOptions<Client>) {
    const { dimension, log } = options;
    this.repeating = new Repeating({
      work: () => this.reconcile(),
      everyMs,
      failedAfterMs,
      complaint: `${dimension} not reconciled with their quota`,
      log,
    });
  }

  start(): void {
    this.repeating.start();
  }

  async stop(): Promise<void> {
    await this.repeating.stop();
  }

  /** Returns how many were counted wrong. */
  async reconcile(): Promise<number> {
    const { db, meter, dimension, count } = this.options;
    let wrong = 0;
    for (const { tenantId, keys } of await count(db.system(purpose)))
      wrong += await meter.reconcile(tenantId, dimension, keys);
    return wrong;
  }
}
