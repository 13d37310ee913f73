import { quotaDimensions } from "@wegraph/kit/quota";
import type { QuotaDimension } from "@wegraph/kit/quota";
import type { CoreDatabase } from "../database.ts";
import type { TenantPlan } from "../tenant/tenant.rules.ts";
import { purpose } from "./quota.purpose.ts";
import { thresholdOf } from "./quota.rules.ts";
import type { RuleBook, RuleInForce } from "./quota.ruleBook.ts";

/** How a quota stands: a rule, and what is used by it. */
export interface QuotaState extends RuleInForce {
  tenantId: string;
  used: number;
  expanded: number;
  thresholdToldAt: Date | null;
  lastRefusedAt: Date | null;
  lastRefusedAmount: number | null;
}

interface OpenTakesAsked {
  dimension: QuotaDimension;
  since: Date;
  until: Date;
  /** To go on: the key of the last one, which was taken at `since`. */
  afterKey?: string | null;
}

interface OpenTake {
  tenantId: string;
  key: string;
  at: Date;
}

const openTakesMax = 1_000;

export const quotaLevels = ["OK", "WARNING", "EXHAUSTED"] as const;
export type QuotaLevel = (typeof quotaLevels)[number];

interface CounterRow {
  dimension: string;
  windowStart: Date;
  used: number;
  expanded: number;
  thresholdToldAt: Date | null;
  lastRefusedAt: Date | null;
  lastRefusedAmount: number | null;
}

/** Reads how the quotas of a tenant stand. Who may read which tenant is decided before. */
export class QuotaReader {
  constructor(
    private readonly db: CoreDatabase,
    private readonly rules: RuleBook,
  ) {}

  async states(
    tenantId: string,
    dimensions: readonly QuotaDimension[] = quotaDimensions,
  ): Promise<QuotaState[]> {
    const rules = await this.rules.rules(tenantId, dimensions);
    const rows = await this.db.system(purpose).$queryRaw<CounterRow[]>`
      SELECT u.dimension, u.window_start AS "windowStart", u.used::float8 AS used, u.expanded::float8 AS expanded,
        u.threshold_told_at AS "thresholdToldAt", u.last_refused_at AS "lastRefusedAt", u.last_refused_amount::float8 AS "lastRefusedAmount"
      FROM unnest(${rules.map(({ dimension }) => dimension)}::text[], ${rules.map(({ windowStart }) => windowStart)}::timestamptz[]) AS w (dimension, start)
      JOIN saas_quota_usage_realtime u ON u.tenant_id = ${tenantId}::uuid AND u.dimension = w.dimension AND u.window_start = w.start`;
    return rules.map((rule) => {
      const row = rows.find(({ dimension }) => dimension === rule.dimension);
      return {
        ...rule,
        tenantId,
        used: row?.used ?? 0,
        expanded: row?.expanded ?? 0,
        thresholdToldAt: row?.thresholdToldAt ?? null,
        lastRefusedAt: row?.lastRefusedAt ?? null,
        lastRefusedAmount: row?.lastRefusedAmount ?? null,
      };
    });
  }

  /** What was taken in a span and not given back, of all tenants, the oldest first. */
  openTakes({ dimension, since, until, afterKey }: OpenTakesAsked): Promise<OpenTake[]> {
    return this.db.system(purpose).$queryRaw<OpenTake[]>`
      SELECT tenant_id AS "tenantId", key, at FROM wegraph_quota_takes
      WHERE dimension = ${dimension} AND at >= ${since}::timestamptz AND at < ${until}::timestamptz AND returned < amount
        AND (${afterKey ?? null}::text IS NULL OR (at, key) > (${since}::timestamptz, ${afterKey ?? null}::text))
      ORDER BY at, key LIMIT ${openTakesMax}::int`;
  }

  async plan(tenantId: string): Promise<TenantPlan> {
    return (await this.rules.calendar(tenantId)).plan;
  }
}

/** EXHAUSTED: nothing more fits into what is included. */
export function levelOf(state: QuotaState): QuotaLevel {
  const { limit, used, expanded } = state;
  if (limit === null) return "OK";
  if (used >= limit + expanded) return "EXHAUSTED";
  return used >= (thresholdOf(state) ?? limit) ? "WARNING" : "OK";
}
