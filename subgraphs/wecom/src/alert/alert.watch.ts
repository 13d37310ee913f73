import { Prisma } from "@wegraph/db-wecom/client";
import type { Tx } from "../wecom.database.ts";
import type { AlertAction, AlertKind, AlertSeverity, RuleSource } from "./alert.codes.ts";
import { alertKindTable } from "./alert.kinds.ts";
import type { AlertReachFacts } from "./alert.announce.ts";
import { repeatSecondsMax } from "./alert.settings.ts";
import { collectors } from "./facts/collectors.ts";

/** An account that a kind has something to say about: over its limit, waited on, or with an open alert. */
export interface WatchedRow extends AlertReachFacts {
  accountId: string;
  tenantId: string;
  accountName: string;
  isAccountGone: boolean;
  value: number | null;
  began: Date | null;
  detail: object | null;
  enabled: boolean;
  threshold: number;
  criticalAt: number | null;
  durationSeconds: number;
  severity: AlertSeverity;
  autoActions: AlertAction[];
  ruleSource: RuleSource;
  ruleVersion: number;
  openId: string | null;
  openSeverity: AlertSeverity | null;
  openValue: number | null;
  openPeak: number | null;
  openUpdatedAt: Date | null;
  clearingSince: Date | null;
  openVersion: number | null;
  watchedSince: Date | null;
  lastResolvedAt: Date | null;
}

/**
 * Reads all of them with one statement: what was measured, beside the rule in force (the account's, else the tenant's, else
 * what is built in) and what is open. Accounts of which there is nothing to say cost no row.
 */
export function readWatched(tx: Tx, kind: AlertKind, now: Date): Promise<WatchedRow[]> {
  const { rule, bad } = alertKindTable[kind];
  const isOver = bad === "ABOVE" ? Prisma.sql`m.value >= r.threshold` : Prisma.sql`m.value <= r.threshold`;
  return tx.$queryRaw<WatchedRow[]>`
    WITH measured AS (${collectors[kind].measure(now)}),
    known AS (
      SELECT account_id FROM wework_account_alerts WHERE kind = ${kind} AND state <> 'RESOLVED'
      UNION SELECT account_id FROM wegraph_account_alert_watches WHERE kind = ${kind})
    SELECT coalesce(m.account_id, k.account_id) AS "accountId", coalesce(a.tenant_id, o.tenant_id) AS "tenantId",
      coalesce(a.name, o.account_name) AS "accountName", a.id IS NULL OR a.deleted_at IS NOT NULL AS "isAccountGone",
      a.group_name AS "group", a.owner_user_id AS "ownerUserId", coalesce(a.bound_user_ids, '{}') AS "boundUserIds", a.department,
      m.value, m.began, m.detail, r.*, o.id AS "openId", o.severity AS "openSeverity", o.value AS "openValue", o.peak AS "openPeak",
      o.updated_at AS "openUpdatedAt", o.clearing_since AS "clearingSince", o.version AS "openVersion", w.since AS "watchedSince",
      (SELECT max(p.resolved_at) FROM wework_account_alerts p
        WHERE p.account_id = coalesce(m.account_id, k.account_id) AND p.kind = ${kind}
          AND p.resolved_at > ${new Date(now.getTime() - repeatSecondsMax * 1_000)}::timestamptz) AS "lastResolvedAt"
    FROM measured m FULL JOIN known k ON k.account_id = m.account_id
    LEFT JOIN wework_accounts a ON a.id = coalesce(m.account_id, k.account_id)
    LEFT JOIN wework_account_alerts o ON o.account_id = k.account_id AND o.kind = ${kind} AND o.state <> 'RESOLVED'
    LEFT JOIN wegraph_account_alert_watches w ON w.account_id = k.account_id AND w.kind = ${kind}
    CROSS JOIN LATERAL (
      SELECT * FROM (
        SELECT 1 AS place, s.enabled, s.threshold, s.critical_at AS "criticalAt", s.duration_seconds AS "durationSeconds", s.severity,
          s.auto_actions AS "autoActions", 'ACCOUNT' AS "ruleSource", s.version AS "ruleVersion"
        FROM wework_account_monitor_rules s WHERE s.account_id = a.id AND s.kind = ${kind}
        UNION ALL
        SELECT 2, s.enabled, s.threshold, s.critical_at, s.duration_seconds, s.severity, s.auto_actions, 'TENANT', s.version
        FROM wework_account_monitor_rules s WHERE s.tenant_id = a.tenant_id AND s.account_id IS NULL AND s.kind = ${kind}
        UNION ALL
        SELECT 3, ${rule.enabled}, ${rule.threshold}::float8, ${rule.criticalAt}::float8, ${rule.durationSeconds}::int, ${rule.severity},
          ${[...rule.autoActions]}::text[], 'BUILT_IN', 0) AS applicable ORDER BY place LIMIT 1) AS r
    WHERE k.account_id IS NOT NULL OR (r.enabled AND a.deleted_at IS NULL AND ${isOver})`;
}
