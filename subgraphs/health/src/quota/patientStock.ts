import type { Logger } from "@wegraph/kit/log";
import type { QuotaMeter } from "@wegraph/kit/quotaMeter";
import { QuotaStock } from "@wegraph/kit/quotaStock";
import type { StockOfTenant } from "@wegraph/kit/quotaStock";
import type { HealthDatabase } from "../health.database.ts";

/** The patients in use: those that are not archived. */
export function patientStock(db: HealthDatabase, meter: QuotaMeter, log: Logger) {
  return new QuotaStock({
    db,
    meter,
    dimension: "ACTIVE_PATIENTS",
    count: (system) => system.$queryRaw<StockOfTenant[]>`
      SELECT tenant_id AS "tenantId", coalesce(array_agg(id::text) FILTER (WHERE archived_at IS NULL), '{}') AS keys
      FROM health_patients GROUP BY tenant_id`,
    log,
  });
}
