import type { WecomDatabase } from "../wecom.database.ts";
import type { AccountFigures, Counted } from "./business.rules.ts";

const purpose = "business-metrics";
const hour = 60 * 60_000;
/** A message is counted in the hour in which it was accepted; few are sent later than that. */
const countedHours = 3;

interface CountedRow extends Omit<Counted, "hour"> {
  hour: Date;
}

/** Figures of all tenants at once. */
export class BusinessReader {
  constructor(
    private readonly db: WecomDatabase,
    private readonly clock: () => Date,
  ) {}

  accounts(): Promise<AccountFigures[]> {
    const now = this.clock();
    const since = new Date(now.getTime() - hour);
    return this.db.system(purpose).$queryRaw<AccountFigures[]>`
      SELECT a.tenant_id AS "tenantId", a.total, a.online, a.expected, o.seconds AS "offlineSeconds", h.succeeded AS "loginsSucceeded",
             h.failed AS "loginsFailed", h.recovery AS "recoverySeconds"
        FROM (SELECT tenant_id, count(*)::int AS total, count(*) FILTER (WHERE status = 'ONLINE')::int AS online,
                     count(*) FILTER (WHERE status IN ('ONLINE', 'OFFLINE', 'ERROR', 'RECOVERING'))::int AS expected
                FROM wework_accounts WHERE deleted_at IS NULL GROUP BY 1) a
        CROSS JOIN LATERAL (
          SELECT coalesce(max(extract(epoch FROM ${now}::timestamptz - gone.at)), 0)::float8 AS seconds FROM wework_accounts w
            CROSS JOIN LATERAL (SELECT h.at, h.reason FROM wework_account_status_history h
              WHERE h.account_id = w.id AND h.from_status = 'ONLINE' AND h.to_status <> 'ONLINE' ORDER BY h.at DESC LIMIT 1) gone
           WHERE w.tenant_id = a.tenant_id AND w.deleted_at IS NULL AND w.status NOT IN ('ONLINE', 'CREATED')
             AND gone.reason IS DISTINCT FROM 'logged_out') o
        CROSS JOIN LATERAL (
          SELECT count(*) FILTER (WHERE from_status = 'VERIFYING' AND to_status = 'ONLINE')::int AS succeeded,
                 count(*) FILTER (WHERE event IN ('LOGIN_FAILED', 'LOGIN_EXPIRED'))::int AS failed,
                 (avg(extract(epoch FROM at - (SELECT max(l.at) FROM wework_account_status_history l
                    WHERE l.account_id = s.account_id AND l.at < s.at AND l.from_status = 'ONLINE')))
                    FILTER (WHERE from_status = 'RECOVERING' AND to_status = 'ONLINE'))::float8 AS recovery
            FROM wework_account_status_history s WHERE s.tenant_id = a.tenant_id AND s.at >= ${since}) h`;
  }

  async counted(): Promise<Counted[]> {
    const since = new Date(Math.floor(this.clock().getTime() / hour) * hour - (countedHours - 1) * hour);
    const rows = await this.db.system(purpose).$queryRaw<CountedRow[]>`
      WITH buckets AS (
        SELECT tenant_id, hour, array_agg(n ORDER BY i) AS latency
          FROM (SELECT tenant_id, hour, i, sum(n)::int AS n
                  FROM wegraph_message_stats, unnest(latency) WITH ORDINALITY AS l(n, i)
                 WHERE hour >= ${since} GROUP BY 1, 2, 3) b GROUP BY 1, 2
      ), messages AS (
        SELECT tenant_id, hour, sum(sent)::int AS sent, sum(failed)::int AS failed, sum(delivered)::int AS delivered
          FROM wegraph_message_stats WHERE hour >= ${since} GROUP BY 1, 2
      ), callbacks AS (
        SELECT tenant_id, hour, sum(received)::int AS received
          FROM wegraph_callback_stats WHERE hour >= ${since} GROUP BY 1, 2
      ), tenants AS (SELECT DISTINCT tenant_id FROM wework_accounts),
      hours AS (SELECT generate_series(${since}::timestamptz, ${this.clock()}::timestamptz, interval '1 hour') AS hour)
      SELECT t.tenant_id AS "tenantId", h.hour, coalesce(m.sent, 0) AS sent, coalesce(m.failed, 0) AS failed,
             coalesce(m.delivered, 0) AS delivered, coalesce(c.received, 0) AS callbacks,
             coalesce(b.latency, '{}') AS latency
        FROM tenants t CROSS JOIN hours h
        LEFT JOIN messages m USING (tenant_id, hour) LEFT JOIN callbacks c USING (tenant_id, hour)
        LEFT JOIN buckets b USING (tenant_id, hour)`;
    return rows.map((row) => ({ ...row, hour: row.hour.getTime() }));
  }
}
