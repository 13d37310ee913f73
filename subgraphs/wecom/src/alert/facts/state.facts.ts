import { Prisma } from "@wegraph/db-wecom/client";
import type { Collector } from "./collector.ts";

const hourMs = 3_600_000;

/**
 * Accounts that were online and are not any more, since they left. Whoever was logged out by a person is offline because
 * somebody wanted it.
 */
export const offlineTooLong: Collector = {
  measure: (now) => Prisma.sql`
    SELECT a.id AS account_id, (extract(epoch FROM ${now}::timestamptz - left_online.at) / 60)::float8 AS value,
      left_online.at AS began, jsonb_build_object('status', a.status, 'reason', left_online.reason) AS detail
    FROM wework_accounts a
    CROSS JOIN LATERAL (
      SELECT h.at, h.reason FROM wework_account_status_history h
      WHERE h.account_id = a.id AND h.from_status = 'ONLINE' AND h.to_status <> 'ONLINE' ORDER BY h.at DESC LIMIT 1) AS left_online
    WHERE a.deleted_at IS NULL AND a.status NOT IN ('ONLINE', 'CREATED') AND a.last_online_at IS NOT NULL
      AND left_online.reason IS DISTINCT FROM 'logged_out'`,
};

/** Log-ins of the last hour that came to nothing, with none since that succeeded. */
export const loginFailed: Collector = {
  measure: (now) => failedLogins(now, "LOGIN_FAILED", Prisma.sql`a.status NOT IN ('ONLINE', 'CREATED')`),
};

/** Codes that nobody used in time. As soon as somebody tries again it is over. */
export const qrExpired: Collector = {
  measure: (now) => failedLogins(now, "LOGIN_EXPIRED", Prisma.sql`a.status = 'OFFLINE'`),
};

/** Attempts of an outage that was given up, or lasts longer than the five minutes a recovery may take. */
export const recoveryFailed: Collector = {
  measure: (now) => Prisma.sql`
    SELECT a.id AS account_id, greatest(a.recovery_attempts, 1)::float8 AS value, a.recovery_since AS began,
      jsonb_build_object('status', a.status, 'reason', a.status_reason) AS detail
    FROM wework_accounts a
    WHERE a.deleted_at IS NULL AND a.status NOT IN ('ONLINE', 'CREATED') AND a.recovery_since IS NOT NULL AND a.recovery_attempts > 0
      AND (a.status NOT IN ('ERROR', 'RECOVERING') OR a.recovery_since <= ${new Date(now.getTime() - 5 * 60_000)}::timestamptz)`,
};

/** Seconds since an account that is online last answered, or came online. */
export const heartbeatLate: Collector = {
  measure: (now) => Prisma.sql`
    SELECT a.id AS account_id, extract(epoch FROM ${now}::timestamptz - heard.at)::float8 AS value, heard.at AS began,
      jsonb_build_object('missed', d.heartbeats_missed) AS detail
    FROM wework_accounts a JOIN wegraph_account_drives d ON d.account_id = a.id
    CROSS JOIN LATERAL (SELECT greatest(d.last_heartbeat_at, a.last_online_at) AS at) AS heard
    WHERE a.deleted_at IS NULL AND a.status = 'ONLINE' AND heard.at < ${new Date(now.getTime() - 20_000)}::timestamptz`,
};

/** The score as it is kept; of accounts that have been online, for there is nothing to judge before. */
export const healthScoreLow: Collector = {
  measure: () => Prisma.sql`
    SELECT a.id AS account_id, a.health_score::float8 AS value, NULL::timestamptz AS began,
      jsonb_build_object('status', a.status) AS detail
    FROM wework_accounts a WHERE a.deleted_at IS NULL AND a.last_online_at IS NOT NULL`,
};

function failedLogins(now: Date, event: string, still: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT h.account_id, count(*)::float8 AS value, min(h.at) AS began,
      jsonb_build_object('reason', (array_agg(h.reason ORDER BY h.at DESC))[1]) AS detail
    FROM wework_account_status_history h JOIN wework_accounts a ON a.id = h.account_id
    WHERE h.event = ${event} AND h.event IN ('LOGIN_FAILED', 'LOGIN_EXPIRED') AND h.at > ${new Date(now.getTime() - hourMs)}::timestamptz
      AND a.deleted_at IS NULL AND ${still} AND (a.last_online_at IS NULL OR h.at > a.last_online_at)
    GROUP BY h.account_id`;
}
