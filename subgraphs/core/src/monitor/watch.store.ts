import type { Tx } from "../database.ts";
import { raisedKept } from "./flapping.rules.ts";
import { asRuleRow } from "./rule.row.ts";
import type { Labels } from "./rule.row.ts";
import type { WatchedRule } from "./series.ts";

/** What is remembered of a series, with its open alert. */
export interface WatchRow {
  ruleId: string;
  fingerprint: string;
  labels: Labels;
  since: Date | null;
  clearingSince: Date | null;
  sampledAt: Date | null;
  raisedAt: Date[];
  alertId: string | null;
  alertRaisedAt: Date | null;
  alertUpdatedAt: Date | null;
  alertStaleSince: Date | null;
  peak: number | null;
}

/** The rules in force of all tenants that are active. */
export async function readRules(tx: Tx): Promise<WatchedRule[]> {
  const rows = await tx.monitorRule.findMany({
    where: { isEnabled: true, tenant: { status: "ACTIVE" } },
    include: { tenant: { select: { isPlatform: true } } },
  });
  return rows.map(({ tenant, ...row }) => ({ ...asRuleRow(row), isPlatform: tenant.isPlatform }));
}

export function readWatches(tx: Tx): Promise<WatchRow[]> {
  return tx.$queryRaw<WatchRow[]>`
    SELECT w.rule_id::text AS "ruleId", w.fingerprint, w.labels, w.since, w.clearing_since AS "clearingSince", w.sampled_at AS "sampledAt",
      w.raised_at AS "raisedAt", a.id::text AS "alertId", a.raised_at AS "alertRaisedAt", a.updated_at AS "alertUpdatedAt",
      a.stale_since AS "alertStaleSince", a.peak
    FROM wegraph_monitor_watches w JOIN saas_monitor_rules r ON r.id = w.rule_id AND r.is_enabled
    LEFT JOIN wegraph_system_alert_keys k ON k.alert_id = w.alert_id AND k.is_open
    LEFT JOIN saas_unified_alerts a ON a.id = k.alert_id AND a.raised_at = k.raised_at AND a.state <> 'RESOLVED'`;
}

export interface WatchChange {
  ruleId: string;
  tenantId: string;
  fingerprint: string;
  labels: Labels;
  since: Date | null;
  clearingSince: Date | null;
  sampledAt: Date | null;
  alertId: string | null;
  /** When an alert was raised now; null: none was. */
  raisedAt: Date | null;
}

export async function saveWatches(tx: Tx, changes: readonly WatchChange[], now: Date): Promise<void> {
  if (changes.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO wegraph_monitor_watches AS w (rule_id, fingerprint, tenant_id, labels, since, clearing_since, sampled_at, alert_id, raised_at,
      updated_at)
    SELECT c."ruleId", c.fingerprint, c."tenantId", c.labels, c.since, c."clearingSince", c."sampledAt", c."alertId",
      CASE WHEN c."raisedAt" IS NULL THEN '{}'::timestamptz[] ELSE ARRAY[c."raisedAt"] END, ${now}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) AS c ("ruleId" uuid, fingerprint text, "tenantId" uuid, labels jsonb,
      since timestamptz, "clearingSince" timestamptz, "sampledAt" timestamptz, "alertId" uuid, "raisedAt" timestamptz)
    ORDER BY 1, 2
    ON CONFLICT (rule_id, fingerprint) DO UPDATE SET since = EXCLUDED.since, clearing_since = EXCLUDED.clearing_since,
      sampled_at = EXCLUDED.sampled_at, alert_id = EXCLUDED.alert_id, updated_at = EXCLUDED.updated_at,
      raised_at = (w.raised_at || EXCLUDED.raised_at)[greatest(1, cardinality(w.raised_at || EXCLUDED.raised_at) - ${raisedKept - 1}::int):]`;
}

/** What is well again is forgotten, but for series that came back lately: flapping is told by that. */
export async function forgetWatches(
  tx: Tx,
  forgotten: readonly { ruleId: string; fingerprint: string }[],
  since: Date,
): Promise<void> {
  if (forgotten.length === 0) return;
  const text = JSON.stringify(forgotten);
  await tx.$executeRaw`
    UPDATE wegraph_monitor_watches w SET since = NULL FROM jsonb_to_recordset(${text}::jsonb) AS f ("ruleId" uuid, fingerprint text)
    WHERE w.rule_id = f."ruleId" AND w.fingerprint = f.fingerprint`;
  await tx.$executeRaw`
    DELETE FROM wegraph_monitor_watches w USING jsonb_to_recordset(${text}::jsonb) AS f ("ruleId" uuid, fingerprint text)
    WHERE w.rule_id = f."ruleId" AND w.fingerprint = f.fingerprint
      AND NOT EXISTS (SELECT FROM unnest(w.raised_at) AS at WHERE at > ${since}::timestamptz)`;
}

/** Rows of which nothing has been heard for a day: their series are gone. */
export async function dropOldWatches(tx: Tx, before: Date): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM wegraph_monitor_watches WHERE alert_id IS NULL AND since IS NULL AND updated_at < ${before}::timestamptz`;
}
