import { quotaDimensions } from "@wegraph/kit/quota";
import type { QuotaDimension } from "@wegraph/kit/quota";
import type { LiveSettings } from "@wegraph/kit/liveSettings";
import { notFound } from "@wegraph/kit/errors";
import type { Tx } from "../database.ts";
import { dimensionFacts } from "../quota/quota.dimensions.ts";
import type { RuleBook } from "../quota/quota.ruleBook.ts";
import type { TenantPlan } from "../tenant/tenant.rules.ts";
import { billOf } from "./bill.rules.ts";
import type { BillSums, MonthlyUse } from "./bill.rules.ts";
import { prices } from "./billing.prices.ts";

/** A tenant's month on its own calendar, and what it would be billed for it as things stand. */
export interface Month extends BillSums {
  tenantId: string;
  period: string;
  periodStart: Date;
  periodEnd: Date;
  timeZone: string;
  plan: TenantPlan;
  currency: string;
  /** Whether the tenant was there at all. */
  isBefore: boolean;
}

interface Frame {
  plan: TenantPlan;
  timeZone: string;
  periodStart: Date;
  periodEnd: Date;
  days: number;
  daysBilled: number;
}

interface Sum {
  dimension: string;
  used: number;
  peak: number;
  overSum: number;
  overMax: number;
}

/** What a month costs: the plan and prices as they are, the usage from the statistics and, of monthly quotas, the counters. */
export class MonthReader {
  constructor(
    private readonly rules: RuleBook,
    private readonly settings: LiveSettings,
  ) {}

  async month(tx: Pick<Tx, "$queryRaw">, tenantId: string, period: string): Promise<Month> {
    const frame = await this.frame(tx, tenantId, period);
    const { days, daysBilled, ...rest } = frame;
    const priceTable = this.settings.get(prices);
    const uses = await this.uses(tx, tenantId, frame);
    const sums = billOf({ plan: frame.plan, days, daysBilled, uses }, priceTable);
    return { tenantId, period, ...rest, ...sums, currency: priceTable.currency, isBefore: daysBilled <= 0 };
  }

  private async frame(tx: Pick<Tx, "$queryRaw">, tenantId: string, period: string): Promise<Frame> {
    const [row] = await tx.$queryRaw<Frame[]>`
      SELECT t.plan::text AS plan, t.time_zone AS "timeZone", m.first AT TIME ZONE t.time_zone AS "periodStart",
        m.next AT TIME ZONE t.time_zone AS "periodEnd", (m.next::date - m.first::date)::int AS days,
        greatest(0, m.next::date - greatest(m.first::date, (t.created_at AT TIME ZONE t.time_zone)::date))::int AS "daysBilled"
      FROM saas_tenants t, (SELECT ${`${period}-01`}::timestamp AS first, ${`${period}-01`}::timestamp + interval '1 month' AS next) m
      WHERE t.id = ${tenantId}::uuid`;
    if (!row) throw notFound("tenant", tenantId);
    return row;
  }

  private async uses(tx: Pick<Tx, "$queryRaw">, tenantId: string, frame: Frame): Promise<MonthlyUse[]> {
    const { periodStart, periodEnd, timeZone } = frame;
    const sums = await tx.$queryRaw<Sum[]>`
      SELECT dimension, sum(used)::float8 AS used, max(peak)::float8 AS peak, sum(over)::float8 AS "overSum", max(over)::float8 AS "overMax"
      FROM saas_usage_statistics WHERE tenant_id = ${tenantId}::uuid
        AND day >= (${periodStart}::timestamptz AT TIME ZONE ${timeZone})::date AND day < (${periodEnd}::timestamptz AT TIME ZONE ${timeZone})::date
      GROUP BY dimension`;
    const counters = await tx.$queryRaw<{ dimension: string; used: number; over: number }[]>`
      SELECT dimension, used::float8 AS used, (CASE WHEN is_billed THEN greatest(0, used - included) ELSE 0 END)::float8 AS over
      FROM saas_quota_usage_realtime WHERE tenant_id = ${tenantId}::uuid AND window_start = ${periodStart}::timestamptz
        AND resets_at = ${periodEnd}::timestamptz`;
    const rules = await this.rules.rules(tenantId, quotaDimensions);
    return rules.map(({ dimension, limit }) => ({
      dimension,
      included: limit,
      ...useOf(dimension, sums, counters),
    }));
  }
}

function useOf(
  dimension: QuotaDimension,
  sums: readonly Sum[],
  counters: readonly { dimension: string; used: number; over: number }[],
): { used: number; over: number } {
  const counter = counters.find((row) => row.dimension === dimension);
  const sum = sums.find((row) => row.dimension === dimension);
  switch (dimensionFacts[dimension].window) {
    case "MONTH":
      return { used: counter?.used ?? 0, over: counter?.over ?? 0 };
    case "DAY":
      return { used: sum?.used ?? 0, over: sum?.overSum ?? 0 };
    case "LEVEL":
      return { used: sum?.peak ?? 0, over: sum?.overMax ?? 0 };
  }
}
