import { Prisma } from "@wegraph/db-wecom/client";
import type { RequestContext } from "@wegraph/kit/context";
import { scopeFor } from "@wegraph/kit/principal";
import type { WecomDatabase } from "../wecom.database.ts";
import { filterCondition } from "./account.filter.ts";
import type { AccountFilterValues } from "./account.filter.ts";
import { accountStatuses } from "./account.machine.ts";
import type { AccountSummary, OnlineTrendPoint } from "./account.model.ts";
import { withinReachSql } from "./account.scope.ts";
import { trendOf, trendStepMs } from "./account.trend.ts";
import type { TrendDelta } from "./account.trend.ts";

const right = "account:read";
const labelsMax = 200;

/** Accounts in sum: how many, how well, and how that went over the last hours. */
export class AccountOverview {
  constructor(
    private readonly db: WecomDatabase,
    private readonly clock: () => Date,
  ) {}

  async summary({ principal }: RequestContext, filter: AccountFilterValues): Promise<AccountSummary> {
    const where = await filterCondition(this.db, principal, right, filter);
    const states = await this.db.tenant.account.groupBy({
      by: ["status"],
      where,
      _count: { _all: true },
      _sum: { healthScore: true },
    });
    const total = states.reduce((sum, { _count }) => sum + _count._all, 0);
    const health = states.reduce((sum, { _sum }) => sum + (_sum.healthScore ?? 0), 0);
    const counts = new Map(states.map(({ status, _count }) => [status, _count._all]));
    return {
      total,
      byStatus: accountStatuses.map((status) => ({ status, count: counts.get(status) ?? 0 })),
      averageHealth: total === 0 ? null : health / total,
      onlineRatio: total === 0 ? 0 : (counts.get("ONLINE") ?? 0) / total,
      asOf: this.clock(),
    };
  }

  /**
   * How many were online at evenly spaced moments: from what is online now, back over the transitions. Exact for the
   * accounts there are; deleted ones have taken their past with them.
   */
  async trend({ principal }: RequestContext, hours: number): Promise<OnlineTrendPoint[]> {
    const now = this.clock();
    const stepMs = trendStepMs(hours);
    const since = new Date(now.getTime() - hours * 3_600_000);
    const mine = withinReachSql(principal, right);
    // Who sees the whole tenant needs no look at each change's account.
    const ofMine =
      scopeFor(principal, right) === "TENANT"
        ? Prisma.empty
        : Prisma.sql`AND EXISTS (SELECT FROM wework_accounts a WHERE a.id = h.account_id AND ${mine})`;
    const [present, deltas] = await Promise.all([
      this.db.tenant.$queryRaw<{ online: number; total: number }[]>`
        SELECT count(*) FILTER (WHERE a.status = 'ONLINE')::int AS online, count(*)::int AS total
        FROM wework_accounts a WHERE a.deleted_at IS NULL AND ${mine}`,
      this.db.tenant.$queryRaw<TrendDelta[]>`
        SELECT floor(extract(epoch FROM ${now}::timestamptz - at) * 1000 / ${stepMs}::int)::int AS ago,
          sum(online)::int AS online, sum(total)::int AS total
        FROM (
          SELECT h.at, CASE WHEN h.to_status = 'ONLINE' THEN 1 ELSE -1 END AS online, 0 AS total
          FROM wework_account_status_history h
          WHERE h.at > ${since} AND (h.from_status = 'ONLINE') IS DISTINCT FROM (h.to_status = 'ONLINE')
            AND (h.from_status IS NOT NULL OR h.to_status = 'ONLINE') ${ofMine}
          UNION ALL
          SELECT a.created_at, 0, 1 FROM wework_accounts a
          WHERE a.created_at > ${since} AND a.deleted_at IS NULL AND ${mine}
        ) AS changes (at, online, total)
        GROUP BY 1`,
    ]);
    const { online = 0, total = 0 } = present[0] ?? {};
    return trendOf({ now, online, total }, stepMs, hours, deltas);
  }

  /** Groups in use among what the caller may see: what a filter can offer, whatever is filtered by now. */
  async groups({ principal }: RequestContext): Promise<string[]> {
    const rows = await this.db.tenant.$queryRaw<{ label: string }[]>`
      SELECT a.group_name AS label FROM wework_accounts a
      WHERE a.group_name IS NOT NULL AND a.deleted_at IS NULL AND ${withinReachSql(principal, right)}
      GROUP BY 1 ORDER BY 1 LIMIT ${labelsMax}::int`;
    return rows.map(({ label }) => label);
  }

  /** Tags in use, likewise. */
  async tags({ principal }: RequestContext): Promise<string[]> {
    const rows = await this.db.tenant.$queryRaw<{ label: string }[]>`
      SELECT tag AS label FROM wework_accounts a, unnest(a.tags) AS tag
      WHERE a.deleted_at IS NULL AND ${withinReachSql(principal, right)}
      GROUP BY 1 ORDER BY 1 LIMIT ${labelsMax}::int`;
    return rows.map(({ label }) => label);
  }
}
