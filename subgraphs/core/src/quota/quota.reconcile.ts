import type { QuotaDimension } from "@wegraph/kit/quota";
import type { CoreDatabase } from "../database.ts";
import { purpose } from "./quota.purpose.ts";
import type { RuleBook } from "./quota.ruleBook.ts";
import { lockedCounter } from "./quota.store.ts";

interface Stock {
  tenantId: string;
  dimension: QuotaDimension;
  /** One for each piece there is. */
  keys: readonly string[];
}

interface ReconcilerOptions {
  db: CoreDatabase;
  rules: RuleBook;
  onChange: (tenantId: string, dimension: QuotaDimension) => void;
  clock: () => Date;
}

/** What was taken so lately may belong to a change that is not committed yet. */
const settledAfterMs = 10 * 60_000;

/**
 * Makes stocks agree with what there is: things from before they were counted, and those whose maker died between taking and
 * committing. Whoever has the things says which there are.
 */
export class QuotaReconciler {
  constructor(private readonly options: ReconcilerOptions) {}

  /** Returns by how many pieces the stock was wrong. */
  async stock({ tenantId, dimension, keys }: Stock): Promise<number> {
    const { db, rules, onChange, clock } = this.options;
    const rule = await rules.rule(tenantId, dimension);
    const now = clock();
    const settled = new Date(now.getTime() - settledAfterMs);
    const wrong = await db.system(purpose).$transaction(async (tx) => {
      // The keys before the counter, as everywhere, and in one order.
      const added = await tx.$executeRaw`
        INSERT INTO wegraph_quota_takes AS l (tenant_id, dimension, key, amount, window_start, at)
        SELECT ${tenantId}::uuid, ${dimension}, k, 1, ${rule.windowStart}::timestamptz, ${now}::timestamptz FROM unnest(${[...keys]}::text[]) AS k ORDER BY k
        ON CONFLICT (tenant_id, dimension, key) DO UPDATE SET amount = 1, returned = 0, window_start = excluded.window_start, at = excluded.at
        WHERE l.returned = l.amount AND l.at < ${settled}::timestamptz`;
      const [gone] = await tx.$queryRaw<{ amount: number }[]>`
        WITH gone AS (
          SELECT key, amount - returned AS amount FROM wegraph_quota_takes
          WHERE tenant_id = ${tenantId}::uuid AND dimension = ${dimension} AND returned < amount AND at < ${settled}::timestamptz
            AND key <> ALL (${[...keys]}::text[]) ORDER BY key FOR UPDATE),
        returned AS (
          UPDATE wegraph_quota_takes l SET returned = l.amount FROM gone
          WHERE l.tenant_id = ${tenantId}::uuid AND l.dimension = ${dimension} AND l.key = gone.key)
        SELECT coalesce(sum(amount), 0)::float8 AS amount FROM gone`;
      const lost = gone?.amount ?? 0;
      if (added === 0 && lost === 0) return 0;
      await lockedCounter(tx, rule, tenantId, now);
      await tx.$executeRaw`
        UPDATE saas_quota_usage_realtime SET used = used + ${added - lost}::bigint, included = ${rule.limit}::bigint,
          is_billed = ${rule.policy !== "BLOCK"}, updated_at = ${now}::timestamptz,
          peak = CASE WHEN peak_since = ${rule.dayStart}::timestamptz THEN greatest(peak, used + ${added - lost}::bigint) ELSE used + ${added - lost}::bigint END,
          peak_since = ${rule.dayStart}::timestamptz
        WHERE tenant_id = ${tenantId}::uuid AND dimension = ${dimension} AND window_start = ${rule.windowStart}::timestamptz`;
      return added + lost;
    });
    if (wrong > 0) onChange(tenantId, dimension);
    return wrong;
  }

  /** The seats of every tenant, or one, by who belongs to it. */
  async seats(tenantId: string | null = null): Promise<number> {
    const tenants = await this.options.db.system(purpose).$queryRaw<{ tenantId: string; keys: string[] }[]>`
      SELECT tenant_id AS "tenantId", array_agg(DISTINCT user_id::text) AS keys FROM saas_user_roles
      WHERE ${tenantId}::uuid IS NULL OR tenant_id = ${tenantId}::uuid GROUP BY tenant_id`;
    let wrong = 0;
    for (const tenant of tenants) wrong += await this.stock({ ...tenant, dimension: "SEATS" });
    return wrong;
  }

  /** The limits of running windows as they are now: bills go by the limit in force at a window's end. */
  async limits(tenantId: string, dimensions: readonly QuotaDimension[]): Promise<void> {
    const { db, rules } = this.options;
    rules.forget(tenantId);
    for (const rule of await rules.rules(tenantId, dimensions))
      await db.system(purpose).$executeRaw`
        UPDATE saas_quota_usage_realtime SET included = ${rule.limit}::bigint, is_billed = ${rule.policy !== "BLOCK"}, threshold_told_at = NULL
        WHERE tenant_id = ${tenantId}::uuid AND dimension = ${rule.dimension} AND window_start = ${rule.windowStart}::timestamptz`;
  }
}
