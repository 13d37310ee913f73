import type { Logger } from "@wegraph/kit/log";
import { Repeating } from "@wegraph/kit/repeating";
import type { WecomDatabase } from "../wecom.database.ts";
import type { QuotaMeter } from "@wegraph/kit/quotaMeter";

const purpose = "quota-reconciliation";
const everyMs = 30 * 60_000;

/** Tells core which accounts there are: those from before they were counted, and what a death in between left wrong. */
export class AccountStock {
  private readonly repeating: Repeating<number>;

  constructor(
    private readonly db: WecomDatabase,
    private readonly meter: QuotaMeter,
    log: Logger,
  ) {
    this.repeating = new Repeating({
      work: () => this.reconcile(),
      everyMs,
      complaint: "accounts not reconciled with their quota",
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
    const tenants = await this.db.system(purpose).$queryRaw<{ tenantId: string; keys: string[] }[]>`
      SELECT tenant_id AS "tenantId", coalesce(array_agg(id::text) FILTER (WHERE deleted_at IS NULL), '{}') AS keys
      FROM wework_accounts GROUP BY tenant_id`;
    let wrong = 0;
    for (const { tenantId, keys } of tenants) wrong += await this.meter.reconcile(tenantId, "ACCOUNTS", keys);
    return wrong;
  }
}
