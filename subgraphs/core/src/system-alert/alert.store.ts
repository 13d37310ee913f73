import { v7 } from "uuid";
import type { Tx } from "../database.ts";
import type { AlertResolution } from "./alert.codes.ts";
import { alertColumns } from "./alert.row.ts";
import type { AlertRow } from "./alert.row.ts";

// Everything here is written in sets: when a database fails, hundreds of series have something to say at once.

type KnownAtOnce =
  | "tenantId"
  | "source"
  | "sourceId"
  | "name"
  | "fingerprint"
  | "labels"
  | "titleZh"
  | "titleEn"
  | "summaryZh"
  | "summaryEn"
  | "metric"
  | "measure"
  | "operator"
  | "threshold"
  | "unit"
  | "value"
  | "peak"
  | "severity"
  | "state"
  | "since"
  | "raisedAt"
  | "isFlapping"
  | "path";
/** Of one that comes from a domain, where more has happened to it before. */
type KnownLater = "acknowledgedAt" | "resolvedAt" | "resolution";

export interface NewAlert extends Pick<AlertRow, KnownAtOnce>, Partial<Pick<AlertRow, KnownLater>> {
  /** Of the condition: the same one has one open alert at a time. */
  key: string;
  sourceVersion?: number;
}

/** Raises what has no open alert yet; whoever was faster keeps theirs. */
export async function insertAlerts(tx: Tx, alerts: readonly NewAlert[]): Promise<AlertRow[]> {
  if (alerts.length === 0) return [];
  const rows = alerts.map((alert) => ({ id: v7(), ...alert }));
  return tx.$queryRaw<AlertRow[]>`
    WITH n AS (SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS n (id uuid, "tenantId" uuid, key text, source text,
        "sourceId" uuid, name text, fingerprint text, labels jsonb, "titleZh" text, "titleEn" text, "summaryZh" text, "summaryEn" text,
        metric text, measure text, operator text, threshold float8, unit text, value float8, peak float8, severity text, state text,
        since timestamptz, "raisedAt" timestamptz, "isFlapping" boolean, path text, "acknowledgedAt" timestamptz, "resolvedAt" timestamptz,
        resolution text, "sourceVersion" int)),
      taken AS (INSERT INTO wegraph_system_alert_keys AS k (tenant_id, key, alert_id, raised_at, is_open)
        SELECT n."tenantId", n.key, n.id, n."raisedAt", n.state <> 'RESOLVED' FROM n ORDER BY 1, 2
        ON CONFLICT (tenant_id, key) DO UPDATE SET alert_id = EXCLUDED.alert_id, raised_at = EXCLUDED.raised_at, is_open = EXCLUDED.is_open
        WHERE NOT k.is_open RETURNING k.alert_id)
    INSERT INTO saas_unified_alerts AS a (id, tenant_id, source, source_id, name, fingerprint, labels, title_zh, title_en, summary_zh,
      summary_en, metric, measure, operator, threshold, unit, value, peak, severity, state, since, raised_at, updated_at, is_flapping, path,
      acknowledged_at, resolved_at, resolution, source_version)
    SELECT n.id, n."tenantId", n.source, n."sourceId", n.name, n.fingerprint, n.labels, n."titleZh", n."titleEn", n."summaryZh", n."summaryEn",
      n.metric, n.measure, n.operator, n.threshold, n.unit, n.value, n.peak, n.severity, n.state, n.since, n."raisedAt", n."raisedAt",
      n."isFlapping", n.path, n."acknowledgedAt", n."resolvedAt", n.resolution, coalesce(n."sourceVersion", 0)
    FROM n JOIN taken ON taken.alert_id = n.id RETURNING ${alertColumns}`;
}

export interface Measured {
  id: string;
  raisedAt: Date;
  value: number | null;
  peak: number | null;
  summaryZh: string;
  summaryEn: string;
}

/** Writes down that alerts last, with what was measured. */
export function updateAlerts(tx: Tx, measured: readonly Measured[], now: Date): Promise<AlertRow[]> {
  if (measured.length === 0) return Promise.resolve([]);
  return tx.$queryRaw<AlertRow[]>`
    UPDATE saas_unified_alerts a SET value = m.value, peak = m.peak, summary_zh = m."summaryZh", summary_en = m."summaryEn",
      stale_since = NULL, updated_at = ${now}::timestamptz, version = a.version + 1
    FROM jsonb_to_recordset(${JSON.stringify(measured)}::jsonb) AS m (id uuid, "raisedAt" timestamptz, value float8, peak float8,
      "summaryZh" text, "summaryEn" text)
    WHERE a.id = m.id AND a.raised_at = m."raisedAt" AND a.state <> 'RESOLVED' RETURNING ${alertColumns}`;
}

export interface AlertPlace {
  id: string;
  raisedAt: Date;
}

/** Nothing says any more how they stand; they stay as they were. */
export function markStale(
  tx: Tx,
  stale: readonly (AlertPlace & { since: Date })[],
  now: Date,
): Promise<AlertRow[]> {
  if (stale.length === 0) return Promise.resolve([]);
  return tx.$queryRaw<AlertRow[]>`
    UPDATE saas_unified_alerts a SET stale_since = s.since, updated_at = ${now}::timestamptz, version = a.version + 1
    FROM jsonb_to_recordset(${JSON.stringify(stale)}::jsonb) AS s (id uuid, "raisedAt" timestamptz, since timestamptz)
    WHERE a.id = s.id AND a.raised_at = s."raisedAt" AND a.state <> 'RESOLVED' RETURNING ${alertColumns}`;
}

/** Measured well again; whether for good shows. */
export function markClearing(
  tx: Tx,
  clearing: readonly (AlertPlace & { value: number | null })[],
  now: Date,
): Promise<AlertRow[]> {
  if (clearing.length === 0) return Promise.resolve([]);
  return tx.$queryRaw<AlertRow[]>`
    UPDATE saas_unified_alerts a SET value = coalesce(c.value, a.value), stale_since = NULL, updated_at = ${now}::timestamptz,
      version = a.version + 1
    FROM jsonb_to_recordset(${JSON.stringify(clearing)}::jsonb) AS c (id uuid, "raisedAt" timestamptz, value float8)
    WHERE a.id = c.id AND a.raised_at = c."raisedAt" AND a.state <> 'RESOLVED' RETURNING ${alertColumns}`;
}

export interface Resolved extends AlertPlace {
  resolution: AlertResolution;
  value?: number | null;
  resolvedById?: string | null;
  note?: string | null;
}

/** Ends alerts. The watches of their series go on without them. */
export async function resolveAlerts(tx: Tx, resolved: readonly Resolved[], now: Date): Promise<AlertRow[]> {
  if (resolved.length === 0) return [];
  const alerts = await tx.$queryRaw<AlertRow[]>`
    UPDATE saas_unified_alerts a SET state = 'RESOLVED', resolution = r.resolution, resolved_at = ${now}::timestamptz,
      resolved_by_id = r."resolvedById", resolve_note = r.note, value = coalesce(r.value, a.value), stale_since = NULL,
      updated_at = ${now}::timestamptz, version = a.version + 1
    FROM jsonb_to_recordset(${JSON.stringify(resolved)}::jsonb) AS r (id uuid, "raisedAt" timestamptz, resolution text, value float8,
      "resolvedById" uuid, note text)
    WHERE a.id = r.id AND a.raised_at = r."raisedAt" AND a.state <> 'RESOLVED' RETURNING ${alertColumns}`;
  const ids = alerts.map(({ id }) => id);
  await tx.$executeRaw`UPDATE wegraph_system_alert_keys SET is_open = false WHERE alert_id = ANY (${ids}::uuid[])`;
  await tx.$executeRaw`
    UPDATE wegraph_monitor_watches SET alert_id = NULL, clearing_since = NULL, since = NULL WHERE alert_id = ANY (${ids}::uuid[])`;
  return alerts;
}
