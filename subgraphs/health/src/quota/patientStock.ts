import type { Logger } from "@wegraph/kit/log";
import type { QuotaMeter } from "@wegraph/kit/quotaMeter";
import { Repeating } from "@wegraph/kit/repeating";
import type { HealthDatabase } from "../health.database.ts";

const purpose = "quota-reconciliation";
const everyMs = 30 * 60_000;

/** Tells core which patients are in use: those from before they were counted, and what a death in between left wrong. */
export class PatientStock {
  private readonly repeating: Repeating<number>;

  constructor(
    private readonly db: HealthDatabase,
    private readonly meter: QuotaMeter,
    log: Logger,
  ) {
    this.repeating = new Repeating({
      work: () => this.reconcile(),
      everyMs,
      complaint: "patients not reconciled with their quota",
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
      SELECT tenant_id AS "tenantId", coalesce(array_agg(id::text) FILTER (WHERE archived_at IS NULL), '{}') AS keys
      FROM health_patients GROUP BY tenant_id`;
    let wrong = 0;
    for (const { tenantId, keys } of tenants)
      wrong += await this.meter.reconcile(tenantId, "ACTIVE_PATIENTS", keys);
    return wrong;
  }
}
