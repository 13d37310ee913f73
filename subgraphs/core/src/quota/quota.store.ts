import type { QuotaTake } from "@wegraph/kit/quota";
import type { Tx } from "../database.ts";
import type { Counter } from "./quota.rules.ts";
import type { RuleInForce } from "./quota.ruleBook.ts";

const nothingUsed: Counter = { used: 0, expanded: 0, isThresholdTold: false };

/** The counter of the window, made if need be, and nobody else's until the transaction ends. */
export async function lockedCounter(
  tx: Tx,
  { dimension, windowStart, resetsAt, dayStart }: RuleInForce,
  tenantId: string,
  now: Date,
): Promise<Counter> {
  await tx.$executeRaw`
    INSERT INTO saas_quota_usage_realtime (tenant_id, dimension, window_start, resets_at, peak_since, updated_at)
    VALUES (${tenantId}::uuid, ${dimension}, ${windowStart}::timestamptz, ${resetsAt}::timestamptz, ${dayStart}::timestamptz, ${now}::timestamptz)
    ON CONFLICT DO NOTHING`;
  const [row] = await tx.$queryRaw<Counter[]>`
    SELECT used::float8 AS used, expanded::float8 AS expanded, threshold_told_at IS NOT NULL AS "isThresholdTold"
    FROM saas_quota_usage_realtime
    WHERE tenant_id = ${tenantId}::uuid AND dimension = ${dimension} AND window_start = ${windowStart}::timestamptz FOR UPDATE`;
  return row ?? nothingUsed;
}

/** The counter as it is, and whether the key has taken from it; locks nothing. */
export async function peek(
  client: Pick<Tx, "$queryRaw">,
  { tenantId, dimension, key }: Pick<QuotaTake, "tenantId" | "dimension" | "key">,
  windowStart: Date,
): Promise<{ counter: Counter; isTaken: boolean }> {
  const [row] = await client.$queryRaw<(Counter & { isTaken: boolean })[]>`
    SELECT coalesce(u.used, 0)::float8 AS used, coalesce(u.expanded, 0)::float8 AS expanded, u.threshold_told_at IS NOT NULL AS "isThresholdTold",
      EXISTS (SELECT FROM wegraph_quota_takes l WHERE l.tenant_id = ${tenantId}::uuid AND l.dimension = ${dimension} AND l.key = ${key}
        AND l.returned < l.amount) AS "isTaken"
    FROM (SELECT) AS one LEFT JOIN saas_quota_usage_realtime u
      ON u.tenant_id = ${tenantId}::uuid AND u.dimension = ${dimension} AND u.window_start = ${windowStart}::timestamptz`;
  const { isTaken, ...counter } = row ?? { ...nothingUsed, isTaken: false };
  return { counter, isTaken };
}
