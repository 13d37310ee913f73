import { v7 } from "uuid";
import type { Tx } from "../wecom.database.ts";
import type { AlertKind, AlertResolution, AlertSeverity } from "./alert.codes.ts";
import { alertColumns } from "./alert.row.ts";
import type { AlertRow } from "./alert.row.ts";
import type { WatchedRow } from "./alert.watch.ts";

// Everything here is written in sets: when a provider fails, thousands of accounts have something to say at once.

interface NewAlert {
  row: WatchedRow;
  severity: AlertSeverity;
  since: Date;
}

/** Raises what is not open yet, with the actions it wants; whoever was faster keeps theirs. */
export async function insertAlerts(
  tx: Tx,
  kind: AlertKind,
  raised: readonly NewAlert[],
  now: Date,
): Promise<AlertRow[]> {
  if (raised.length === 0) return [];
  const rows = raised.map(({ row, severity, since }) => ({
    id: v7(),
    tenantId: row.tenantId,
    accountId: row.accountId,
    accountName: row.accountName,
    severity,
    value: row.value ?? 0,
    threshold: row.threshold,
    since,
    detail: row.detail ?? {},
    ruleSource: row.ruleSource,
    ruleVersion: row.ruleVersion,
    actions: row.autoActions,
  }));
  const inserted = await tx.$queryRaw<AlertRow[]>`
    INSERT INTO wework_account_alerts AS o (id, tenant_id, account_id, account_name, kind, severity, state, value, peak, threshold, since,
      raised_at, updated_at, detail, rule_source, rule_version)
    SELECT n.id, n."tenantId", n."accountId", n."accountName", ${kind}, n.severity, 'OPEN', n.value, n.value, n.threshold, n.since,
      ${now}::timestamptz, ${now}::timestamptz, n.detail, n."ruleSource", n."ruleVersion"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS n (id uuid, "tenantId" uuid, "accountId" uuid, "accountName" text, severity text,
      value float8, threshold float8, since timestamptz, detail jsonb, "ruleSource" text, "ruleVersion" int)
    ON CONFLICT (account_id, kind) WHERE state <> 'RESOLVED' DO NOTHING
    RETURNING ${alertColumns}`;
  const wanted = new Map(rows.map(({ id, actions }) => [id, actions]));
  const alerts = inserted.map((alert) => ({ ...alert, actions: wanted.get(alert.id) ?? [] }));
  await insertActions(tx, alerts, now);
  return alerts;
}

/** To be notified is to be told of by the alert's own event, so that is done as soon as it is raised. */
async function insertActions(tx: Tx, alerts: readonly AlertRow[], now: Date): Promise<void> {
  const actions = alerts.flatMap(({ id: alertId, tenantId, actions: wanted }) =>
    wanted.map((action) => ({ alertId, tenantId, action })),
  );
  if (actions.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO wegraph_account_alert_actions (alert_id, tenant_id, action, state, due_at, outcome, done_at)
    SELECT a."alertId", a."tenantId", a.action, CASE a.action WHEN 'NOTIFY' THEN 'DONE' ELSE 'PENDING' END,
      CASE a.action WHEN 'NOTIFY' THEN NULL ELSE now() END, CASE a.action WHEN 'NOTIFY' THEN 'HANDED_OVER' END,
      CASE a.action WHEN 'NOTIFY' THEN ${now}::timestamptz END
    FROM jsonb_to_recordset(${JSON.stringify(actions)}::jsonb) AS a ("alertId" uuid, "tenantId" uuid, action text)`;
}

interface Update {
  id: string;
  version: number;
  value: number;
  peak: number;
  severity: AlertSeverity;
  detail: object;
}

/** Writes down that alerts last; one that somebody changed meanwhile is left for the next look. */
export function updateAlerts(tx: Tx, updates: readonly Update[], now: Date): Promise<AlertRow[]> {
  if (updates.length === 0) return Promise.resolve([]);
  return tx.$queryRaw<AlertRow[]>`
    UPDATE wework_account_alerts o SET value = u.value, peak = u.peak, severity = u.severity, detail = u.detail, count = o.count + 1,
      clearing_since = NULL, updated_at = ${now}::timestamptz, version = o.version + 1
    FROM jsonb_to_recordset(${JSON.stringify(updates)}::jsonb)
      AS u (id uuid, version int, value float8, peak float8, severity text, detail jsonb)
    WHERE o.id = u.id AND o.version = u.version AND o.state <> 'RESOLVED'
    RETURNING ${alertColumns}`;
}

/** The measurement is good again; whether for good shows. `value` is null where there is nothing to measure any more. */
export function markClearing(
  tx: Tx,
  clearing: readonly { id: string; value: number | null }[],
  now: Date,
): Promise<AlertRow[]> {
  if (clearing.length === 0) return Promise.resolve([]);
  return tx.$queryRaw<AlertRow[]>`
    UPDATE wework_account_alerts o SET value = coalesce(c.value, o.value), clearing_since = ${now}::timestamptz,
      updated_at = ${now}::timestamptz, version = o.version + 1
    FROM jsonb_to_recordset(${JSON.stringify(clearing)}::jsonb) AS c (id uuid, value float8)
    WHERE o.id = c.id AND o.state <> 'RESOLVED' RETURNING ${alertColumns}`;
}

export interface Resolved {
  id: string;
  resolution: AlertResolution;
  value?: number | null;
  resolvedById?: string | null;
  note?: string | null;
}

/** Ends alerts, and what they held up: accounts send again, and what was still to be done is not. */
export async function resolveAlerts(tx: Tx, resolved: readonly Resolved[], now: Date): Promise<AlertRow[]> {
  if (resolved.length === 0) return [];
  const alerts = await tx.$queryRaw<AlertRow[]>`
    UPDATE wework_account_alerts o SET state = 'RESOLVED', resolution = r.resolution, resolved_at = ${now}::timestamptz,
      resolved_by_id = r."resolvedById", resolve_note = r.note, value = coalesce(r.value, o.value), clearing_since = NULL,
      updated_at = ${now}::timestamptz, version = o.version + 1
    FROM jsonb_to_recordset(${JSON.stringify(resolved)}::jsonb) AS r (id uuid, resolution text, "resolvedById" uuid, note text, value float8)
    WHERE o.id = r.id AND o.state <> 'RESOLVED' RETURNING ${alertColumns}`;
  const ids = alerts.map(({ id }) => id);
  await tx.$executeRaw`
    UPDATE wegraph_account_alert_actions SET state = 'REFUSED', outcome = 'ALERT_RESOLVED', due_at = NULL, done_at = ${now}::timestamptz
    WHERE alert_id = ANY (${ids}::uuid[]) AND state = 'PENDING'`;
  await endPauses(tx, ids);
  return alerts;
}

/** An account goes on sending, unless another of its open alerts wanted it to wait as well. */
async function endPauses(tx: Tx, alertIds: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    WITH ended AS (
      SELECT p.account_id, (
        SELECT o.id FROM wework_account_alerts o JOIN wegraph_account_alert_actions t ON t.alert_id = o.id
        WHERE o.account_id = p.account_id AND o.state <> 'RESOLVED' AND t.action = 'PAUSE_SENDING' AND t.state = 'DONE'
        ORDER BY o.raised_at LIMIT 1) AS heir
      FROM wegraph_sending_pauses p WHERE p.alert_id = ANY (${[...alertIds]}::uuid[])),
    kept AS (
      UPDATE wegraph_sending_pauses p SET alert_id = o.id, kind = o.kind FROM ended e JOIN wework_account_alerts o ON o.id = e.heir
      WHERE p.account_id = e.account_id)
    DELETE FROM wegraph_sending_pauses p USING ended e WHERE p.account_id = e.account_id AND e.heir IS NULL`;
}

/** Conditions that begin to be waited on, and those that are over or have become alerts. */
export async function saveWatches(
  tx: Tx,
  kind: AlertKind,
  begun: readonly { accountId: string; tenantId: string; since: Date }[],
  over: readonly string[],
): Promise<void> {
  if (begun.length > 0)
    await tx.$executeRaw`
      INSERT INTO wegraph_account_alert_watches (account_id, kind, tenant_id, since)
      SELECT w."accountId", ${kind}, w."tenantId", w.since
      FROM jsonb_to_recordset(${JSON.stringify(begun)}::jsonb) AS w ("accountId" uuid, "tenantId" uuid, since timestamptz)
      JOIN wework_accounts a ON a.id = w."accountId" ON CONFLICT DO NOTHING`;
  if (over.length > 0)
    await tx.$executeRaw`
      DELETE FROM wegraph_account_alert_watches WHERE kind = ${kind} AND account_id = ANY (${[...over]}::uuid[])`;
}
