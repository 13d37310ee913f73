import { Prisma } from "@wegraph/db-wecom/client";
import { weightOfHour } from "./collector.ts";
import type { Collector } from "./collector.ts";

const hourMs = 3_600_000;
/** So many callbacks an hour, the day before, make an hour without any a silence. */
const steadyPerHour = 20;

/**
 * Seconds that callbacks took to arrive, on average: of an application by its sums of this hour and the last, of an
 * instance by its moving mean while it is spoken of. An application that had its callbacks at this time yesterday and has
 * heard nothing for an hour is measured by that silence.
 */
export const callbackLate: Collector = {
  measure: (now) => {
    const { hour, before } = hoursOf(now);
    const [sameHour, hourBefore] = [hour, before].map((at) => new Date(at.getTime() - 24 * hourMs));
    const hourAgo = new Date(now.getTime() - hourMs);
    return Prisma.sql`
      SELECT m.account_id, max(m.value) AS value, NULL::timestamptz AS began, (array_agg(m.detail ORDER BY m.value DESC))[1] AS detail
      FROM (
        SELECT s.account_id, (sum(s.delay_sum_ms) / sum(s.received) / 1000)::float8 AS value,
          jsonb_build_object('callbacks', sum(s.received), 'worstMs', max(s.delay_max_ms)) AS detail
        FROM wegraph_callback_stats s WHERE s.hour IN (${hour}::timestamptz, ${before}::timestamptz)
        GROUP BY s.account_id HAVING sum(s.received) > 0
        UNION ALL
        SELECT d.account_id, (d.callback_delay_ms / 1000)::float8, '{}'::jsonb FROM wegraph_account_drives d
        WHERE d.callback_delay_ms > 1000 AND EXISTS (
          SELECT FROM wework_account_status_history h
          WHERE h.account_id = d.account_id AND h.at > ${hourAgo}::timestamptz AND h.actor_kind = 'PROVIDER')
        UNION ALL
        SELECT p.account_id, extract(epoch FROM ${now}::timestamptz - p.last_callback_at)::float8, jsonb_build_object('silentSince', p.last_callback_at)
        FROM wegraph_account_apps p JOIN wework_accounts a ON a.id = p.account_id
        WHERE p.last_callback_at < ${hourAgo}::timestamptz AND a.status = 'ONLINE' AND (
          SELECT count(*) FROM (
            SELECT s.hour FROM wegraph_callback_stats s
            WHERE s.account_id = p.account_id AND s.tenant_id = p.tenant_id AND s.hour IN (${sameHour}::timestamptz, ${hourBefore}::timestamptz)
            GROUP BY s.hour HAVING sum(s.received) >= ${steadyPerHour}::int) AS steady) = 2) AS m
      GROUP BY m.account_id`;
  },
};

/** Callbacks of the last hour that were refused, whatever for: they are counted by the hour, the one before by its share. */
export const callbackSignatureFailures: Collector = {
  measure: (now) => Prisma.sql`
    SELECT r.account_id, sum(r.count)::float8 AS value, NULL::timestamptz AS began, jsonb_object_agg(r.reason, r.count) AS detail
    FROM (
      SELECT s.account_id, s.reason, round(sum(s.count * w.weight)) AS count
      FROM wegraph_callback_refusal_stats s ${weightOfHour(now)} GROUP BY s.account_id, s.reason) AS r
    GROUP BY r.account_id`,
};

function hoursOf(now: Date): { hour: Date; before: Date } {
  const hour = new Date(Math.floor(now.getTime() / hourMs) * hourMs);
  return { hour, before: new Date(hour.getTime() - hourMs) };
}
