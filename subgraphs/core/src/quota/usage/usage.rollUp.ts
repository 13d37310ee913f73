import { quotaDimensions } from "@wegraph/kit/quota";
import type { CoreDatabase } from "../../database.ts";
import { dimensionFacts } from "../quota.dimensions.ts";
import type { QuotaWindow } from "../quota.dimensions.ts";
import { purpose } from "../quota.purpose.ts";

const day = 24 * 60 * 60_000;
/** Keys of flows are kept so long: what comes again later, or is given back, is not counted any more. */
const keysKeptMs = 4 * day;
/** Counters of days; their sums stand in the statistics. */
const dayCountersKeptMs = 40 * day;
/** Counters of months: bills are made of them. */
const monthCountersKeptMs = 400 * day;
/** So many days back, sums still change: what was taken late, and what was given back. */
const daysOpen = 3;

/**
 * Sums up what was used by tenant, day of its calendar and dimension. Computed anew from keys and counters each time, so that
 * it may run twice, late, or in several processes.
 */
export class UsageRollUp {
  constructor(
    private readonly db: CoreDatabase,
    private readonly clock: () => Date,
  ) {}

  /** @param tenantId of one tenant only. Returns how many sums were written. */
  async run(tenantId: string | null = null): Promise<number> {
    const now = this.clock();
    return (
      (await this.days(now, tenantId)) +
      (await this.months(now, tenantId)) +
      (await this.stocks(now, tenantId))
    );
  }

  /** Forgets what is summed up and can change no more. */
  async tidy(): Promise<number> {
    const system = this.db.system(purpose);
    const now = this.clock().getTime();
    const before = (keptMs: number) => new Date(now - keptMs);
    const keys = await system.$executeRaw`
      DELETE FROM wegraph_quota_takes WHERE at < ${before(keysKeptMs)}::timestamptz
        AND (dimension <> ALL (${of("LEVEL")}::text[]) OR returned = amount)`;
    const { count: days } = await system.quotaUsage.deleteMany({
      where: { dimension: { in: of("DAY") }, windowStart: { lt: before(dayCountersKeptMs) } },
    });
    const { count: months } = await system.quotaUsage.deleteMany({
      where: { dimension: { in: of("MONTH") }, windowStart: { lt: before(monthCountersKeptMs) } },
    });
    return keys + days + months;
  }

  private async days(now: Date, tenantId: string | null): Promise<number> {
    return this.db.system(purpose).$executeRaw`
      INSERT INTO saas_usage_statistics (tenant_id, day, dimension, used, peak, included, over, computed_at)
      SELECT u.tenant_id, (u.window_start AT TIME ZONE t.time_zone)::date, u.dimension, u.used, 0, u.included,
        CASE WHEN u.is_billed THEN greatest(0, u.used - u.included) ELSE 0 END, ${now}::timestamptz
      FROM saas_quota_usage_realtime u JOIN saas_tenants t ON t.id = u.tenant_id
      WHERE u.dimension = ANY (${of("DAY")}::text[]) AND u.window_start > ${now}::timestamptz - make_interval(days => ${daysOpen + 1}::int)
        AND (${tenantId}::uuid IS NULL OR u.tenant_id = ${tenantId}::uuid) ORDER BY 1, 2, 3
      ON CONFLICT (tenant_id, day, dimension) DO UPDATE SET used = excluded.used, included = excluded.included, over = excluded.over,
        computed_at = excluded.computed_at`;
  }

  /** A day's share of a month is in the keys; what goes beyond the limit is the month's. */
  private async months(now: Date, tenantId: string | null): Promise<number> {
    return this.db.system(purpose).$executeRaw`
      INSERT INTO saas_usage_statistics AS s (tenant_id, day, dimension, used, peak, included, over, computed_at)
      SELECT l.tenant_id, (l.at AT TIME ZONE t.time_zone)::date AS day, l.dimension, sum(l.amount - l.returned), 0, max(u.included),
        max(CASE WHEN u.is_billed THEN greatest(0, u.used - u.included) ELSE 0 END), ${now}::timestamptz
      FROM wegraph_quota_takes l JOIN saas_tenants t ON t.id = l.tenant_id
      JOIN saas_quota_usage_realtime u ON u.tenant_id = l.tenant_id AND u.dimension = l.dimension AND u.window_start = l.window_start
      WHERE l.dimension = ANY (${of("MONTH")}::text[])
        AND l.at >= (date_trunc('day', ${now}::timestamptz AT TIME ZONE t.time_zone) - make_interval(days => ${daysOpen - 1}::int)) AT TIME ZONE t.time_zone
        AND (${tenantId}::uuid IS NULL OR l.tenant_id = ${tenantId}::uuid)
      GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
      ON CONFLICT (tenant_id, day, dimension) DO UPDATE SET used = excluded.used, computed_at = excluded.computed_at,
        included = CASE WHEN s.day = (${now}::timestamptz AT TIME ZONE (SELECT time_zone FROM saas_tenants WHERE id = s.tenant_id))::date THEN excluded.included ELSE s.included END,
        over = CASE WHEN s.day = (${now}::timestamptz AT TIME ZONE (SELECT time_zone FROM saas_tenants WHERE id = s.tenant_id))::date THEN excluded.over ELSE s.over END`;
  }

  /** Today, and the day of the last peak: it may have come after that day was looked at last. */
  private async stocks(now: Date, tenantId: string | null): Promise<number> {
    return this.db.system(purpose).$executeRaw`
      INSERT INTO saas_usage_statistics AS s (tenant_id, day, dimension, used, peak, included, over, computed_at)
      SELECT u.tenant_id, d.day, u.dimension, u.used, d.peak, u.included,
        CASE WHEN u.is_billed THEN greatest(0, d.peak - u.included) ELSE 0 END, ${now}::timestamptz
      FROM saas_quota_usage_realtime u JOIN saas_tenants t ON t.id = u.tenant_id,
        LATERAL (SELECT (${now}::timestamptz AT TIME ZONE t.time_zone)::date AS today, (u.peak_since AT TIME ZONE t.time_zone)::date AS peak_day) n,
        LATERAL (SELECT n.today AS day, CASE WHEN n.peak_day = n.today THEN u.peak ELSE u.used END AS peak
          UNION ALL SELECT n.peak_day, u.peak WHERE n.peak_day = n.today - 1) d
      WHERE u.dimension = ANY (${of("LEVEL")}::text[]) AND (${tenantId}::uuid IS NULL OR u.tenant_id = ${tenantId}::uuid) ORDER BY 1, 2, 3
      ON CONFLICT (tenant_id, day, dimension) DO UPDATE SET peak = greatest(s.peak, excluded.peak), over = greatest(s.over, excluded.over),
        used = CASE WHEN excluded.day = (${now}::timestamptz AT TIME ZONE (SELECT time_zone FROM saas_tenants WHERE id = s.tenant_id))::date THEN excluded.used ELSE s.used END,
        included = excluded.included, computed_at = excluded.computed_at`;
  }
}

function of(window: QuotaWindow): string[] {
  return quotaDimensions.filter((dimension) => dimensionFacts[dimension].window === window);
}
