import { Prisma } from "@wegraph/db-wecom/client";
import { dayName } from "../../message/acceptance/plan.rules.ts";
import { limitIn } from "../../message/limits/limits.ts";
import { bucketUppersMs } from "../../message/stats/latency.rules.ts";
import { weightOfHour } from "./collector.ts";
import type { Collector } from "./collector.ts";

/** Fewer messages than this say nothing about a rate. */
const enoughMessages = 20;
const signalWindowMs = 10 * 60_000;

/** Share of the last hour's messages that failed, in percent. */
export const sendFailureRate: Collector = {
  measure: (now) => Prisma.sql`
    SELECT s.account_id, (100 * sum(s.failed * w.weight) / sum((s.sent + s.failed) * w.weight))::float8 AS value, NULL::timestamptz AS began,
      jsonb_build_object('failed', round(sum(s.failed * w.weight)), 'messages', round(sum((s.sent + s.failed) * w.weight))) AS detail
    FROM wegraph_message_stats s ${weightOfHour(now)}
    GROUP BY s.account_id HAVING sum((s.sent + s.failed) * w.weight) >= ${enoughMessages}::int AND sum(s.failed) > 0`,
};

/**
 * Seconds that 95 of 100 of the last hour's messages were sent within, counted from when they were to be: the upper bound
 * of the bucket of the histogram, so never too favourable.
 */
export const sendLatency: Collector = {
  measure: (now) => Prisma.sql`
    SELECT b.account_id, min(b.upper_ms) FILTER (WHERE b.kept >= 0.95 * b.total) / 1000 AS value, NULL::timestamptz AS began,
      jsonb_build_object('messages', round(max(b.total))) AS detail
    FROM (
      SELECT c.account_id, c.upper_ms, sum(c.messages) OVER (PARTITION BY c.account_id ORDER BY c.bucket) AS kept,
        sum(c.messages) OVER (PARTITION BY c.account_id) AS total
      FROM (
        SELECT s.account_id, l.bucket, (${bucketUppersMs}::float8[])[l.bucket] AS upper_ms, sum(l.messages * w.weight) AS messages
        FROM wegraph_message_stats s ${weightOfHour(now)}, unnest(s.latency) WITH ORDINALITY AS l (messages, bucket)
        WHERE l.messages > 0 GROUP BY s.account_id, l.bucket) AS c) AS b
    GROUP BY b.account_id HAVING max(b.total) >= ${enoughMessages}::int`,
};

/**
 * Minutes of the last ten in which WeCom refused an account's messages because of their frequency. Minutes, because a full
 * bucket is refused once for every message under way.
 */
export const frequencyLimited: Collector = {
  measure: (now) => Prisma.sql`
    SELECT s.account_id, count(*)::float8 AS value, min(s.minute) AS began, jsonb_build_object('refusals', sum(s.count)) AS detail
    FROM wegraph_account_signals s
    WHERE s.signal = 'FREQUENCY_LIMITED' AND s.minute > ${new Date(now.getTime() - signalWindowMs)}::timestamptz GROUP BY s.account_id`,
};

/** Messages that should be on their way: neither scheduled for later nor over. */
export const queueBacklog: Collector = {
  measure: () => Prisma.sql`
    SELECT m.account_id, count(*)::float8 AS value, NULL::timestamptz AS began,
      jsonb_build_object('oldestAt', min(coalesce(m.scheduled_at, m.created_at))) AS detail
    FROM wework_message_records m WHERE m.due_at IS NOT NULL AND m.status IN ('QUEUED', 'SENDING') GROUP BY m.account_id`,
};

/** Share of what an account may send today that is promised already, in percent. */
export const dailyQuotaNear: Collector = {
  measure: (now) => Prisma.sql`
    SELECT u.account_id, (100.0 * u.promised / (p.member_limit * quota.per_member))::float8 AS value, NULL::timestamptz AS began,
      jsonb_build_object('promised', u.promised, 'quota', p.member_limit * quota.per_member) AS detail
    FROM wegraph_message_usage u JOIN wegraph_account_apps p ON p.account_id = u.account_id
    CROSS JOIN (
      SELECT coalesce((SELECT l.amount FROM wegraph_provider_limits l WHERE l.id = 'app_day'), ${publishedPerMember}::int) AS per_member) AS quota
    WHERE u.day = ${dayName(now, 0)}::date AND p.member_limit * quota.per_member > 0`,
};

const publishedPerMember = limitIn(new Map(), "app_day").amount;
