import { Prisma } from "@wegraph/db-wecom/client";
import type { Collector } from "./collector.ts";

const monthMs = 30 * 24 * 3_600_000;

/** Syncs of the last thirty days that failed, since the last one of the corporation that did not. */
export const contactSyncFailed: Collector = {
  measure: (now) => Prisma.sql`
    SELECT r.account_id, count(*)::float8 AS value, min(r.finished_at) AS began,
      jsonb_build_object('code', (array_agg(r.error_code ORDER BY r.created_at DESC))[1]) AS detail
    FROM wework_contact_sync_runs r
    WHERE r.status = 'FAILED' AND r.created_at > ${new Date(now.getTime() - monthMs)}::timestamptz AND NOT EXISTS (
      SELECT FROM wework_contact_sync_runs later
      WHERE later.corp_id = r.corp_id AND later.status = 'DONE' AND later.created_at > r.created_at)
    GROUP BY r.account_id`,
};

/** WeCom refuses the application's secret: what it sends ends with the token it still has (WeCom path/90313). */
const secretRefused = 40_001;

/**
 * Days until the first credential of an account ends: its application's or its provider's secret, where somebody said when.
 * A secret that WeCom refuses already has ended.
 */
export const credentialExpiring: Collector = {
  measure: (now) => Prisma.sql`
    SELECT e.account_id, greatest(0, extract(epoch FROM min(e.ends_at) - ${now}::timestamptz) / 86400)::float8 AS value,
      NULL::timestamptz AS began, jsonb_build_object('endsAt', min(e.ends_at)) AS detail
    FROM (
      SELECT p.account_id, CASE WHEN p.probe_errcode = ${secretRefused}::int THEN least(p.probed_at, p.secret_ends_at) ELSE p.secret_ends_at END AS ends_at
      FROM wegraph_account_apps p
      UNION ALL
      SELECT a.id, c.secret_ends_at FROM wework_corps c JOIN wework_accounts a ON a.corp_id = c.id
      WHERE c.secret_ends_at IS NOT NULL AND a.connector = 'INSTANCE' AND a.deleted_at IS NULL) AS e
    WHERE e.ends_at IS NOT NULL GROUP BY e.account_id`,
};
