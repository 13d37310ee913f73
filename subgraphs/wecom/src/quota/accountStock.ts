import type { Logger } from "@wegraph/kit/log";
import type { QuotaMeter } from "@wegraph/kit/quotaMeter";
import { QuotaStock } from "@wegraph/kit/quotaStock";
import type { StockOfTenant } from "@wegraph/kit/quotaStock";
import type { WecomDatabase } from "../wecom.database.ts";

/** The accounts there are. */
export function accountStock(db: WecomDatabase, meter: QuotaMeter, log: Logger) {
  return new QuotaStock({
    db,
    meter,
    dimension: "ACCOUNTS",
    count: (system) => system.$queryRaw<StockOfTenant[]>`
      SELECT tenant_id AS "tenantId", coalesce(array_agg(id::text) FILTER (WHERE deleted_at IS NULL), '{}') AS keys
      FROM wework_accounts GROUP BY tenant_id`,
    log,
  });
}
