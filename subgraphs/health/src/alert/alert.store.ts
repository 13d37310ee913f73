import { Prisma } from "@wegraph/db-health/client";
import type { Tx } from "../health.database.ts";
import { alertColumns } from "./alert.row.ts";
import type { AlertRow } from "./alert.row.ts";

// Everything here is written in sets: a batch of readings may have something to say of hundreds of patients.

/** What one alert at a time is open for. */
export interface AlertKey {
  patientId: string;
  ruleId: string;
  deviceId: string | null;
}

export function keyOf({ patientId, ruleId, deviceId }: AlertKey): string {
  return `${patientId} ${ruleId} ${deviceId}`;
}

const keyShape = Prisma.sql`AS k ("patientId" uuid, "ruleId" uuid, "deviceId" uuid)`;

/** Of the keys those that have an open alert; nothing is locked. */
export async function openKeys(tx: Tx, tenantId: string, keys: readonly AlertKey[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const rows = await tx.$queryRaw<AlertKey[]>`
    SELECT a.patient_id::text AS "patientId", a.rule_id::text AS "ruleId", a.device_id::text AS "deviceId"
    FROM jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) ${keyShape}
    JOIN health_alerts a ON a.patient_id = k."patientId" AND a.rule_id = k."ruleId"
      AND a.device_id IS NOT DISTINCT FROM k."deviceId" AND a.state <> 'RESOLVED' AND a.tenant_id = ${tenantId}::uuid`;
  return new Set(rows.map(keyOf));
}

/**
 * Patients' states are locked in the order of their ids, as an intake does: of two transactions that have something to say
 * of one patient, one waits for the other, and sees what it wrote.
 */
export async function lockPatients(tx: Tx, patientIds: readonly string[]): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 FROM wegraph_patient_states WHERE patient_id = ANY (${[...patientIds]}::uuid[]) ORDER BY patient_id FOR NO KEY UPDATE`;
}

/** The last alert of each key, open or over, locked; the open one is the last, for a new one begins when that is over. */
export async function lastAlerts(
  tx: Tx,
  tenantId: string,
  keys: readonly AlertKey[],
): Promise<Map<string, AlertRow>> {
  const ids = await tx.$queryRaw<{ id: string }[]>`
    SELECT l.id::text AS id FROM jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) ${keyShape}
    CROSS JOIN LATERAL (
      SELECT a.id FROM health_alerts a WHERE a.patient_id = k."patientId" AND a.rule_id = k."ruleId"
        AND a.device_id IS NOT DISTINCT FROM k."deviceId" AND a.tenant_id = ${tenantId}::uuid
      ORDER BY a.raised_at DESC, a.id DESC LIMIT 1) AS l`;
  const rows = await lockAlerts(
    tx,
    ids.map(({ id }) => id),
  );
  return new Map(rows.map((row) => [keyOf(row), row]));
}

/** Locks alerts, everybody in the same order. */
export function lockAlerts(tx: Tx, ids: readonly string[]): Promise<AlertRow[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return tx.$queryRaw<AlertRow[]>`
    SELECT ${alertColumns} FROM health_alerts a WHERE a.id = ANY (${[...ids]}::uuid[])
    ORDER BY a.patient_id, a.rule_id, a.id FOR UPDATE`;
}

/** A patient's last alert of each rule that judges readings, locked: what readings of before may still decide on. */
export async function lastOfPatient(tx: Tx, patientId: string): Promise<AlertRow[]> {
  const ids = await tx.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT ON (rule_id) id::text AS id FROM health_alerts
    WHERE patient_id = ${patientId}::uuid AND kind IN ('THRESHOLD', 'TREND', 'NEWS2') ORDER BY rule_id, raised_at DESC, id DESC`;
  return lockAlerts(
    tx,
    ids.map(({ id }) => id),
  );
}

const rowShape = Prisma.sql`AS n (id uuid, "tenantId" uuid, "patientId" uuid, "ruleId" uuid, "deviceId" uuid, kind text, severity text,
  state text, cause jsonb, "nameZh" text, "nameEn" text, "adviceZh" text, "adviceEn" text, count int, "causedAt" timestamptz,
  "lastCausedAt" timestamptz, "raisedAt" timestamptz, "updatedAt" timestamptz, "assignedToId" uuid, "acknowledgedAt" timestamptz,
  "acknowledgedById" uuid, "resolvedAt" timestamptz, "resolvedById" uuid, resolution text, "noteSealed" text, "escalationLevel" int,
  "escalateAt" timestamptz, version int)`;

/** Whoever was faster keeps theirs. @returns the ids of those that are written. */
export async function insertAlerts(tx: Tx, alerts: readonly AlertRow[]): Promise<Set<string>> {
  if (alerts.length === 0) return new Set();
  const rows = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO health_alerts (id, tenant_id, patient_id, rule_id, device_id, kind, severity, state, cause, name_zh, name_en, advice_zh,
      advice_en, count, caused_at, last_caused_at, raised_at, updated_at, resolved_at, resolution, escalation_level, escalate_at, version)
    SELECT n.id, n."tenantId", n."patientId", n."ruleId", n."deviceId", n.kind, n.severity, n.state, n.cause, n."nameZh", n."nameEn",
      n."adviceZh", n."adviceEn", n.count, n."causedAt", n."lastCausedAt", n."raisedAt", n."updatedAt", n."resolvedAt", n.resolution,
      n."escalationLevel", n."escalateAt", n.version
    FROM jsonb_to_recordset(${JSON.stringify(alerts)}::jsonb) ${rowShape} ORDER BY n."patientId", n."ruleId", n.id
    ON CONFLICT (patient_id, rule_id, coalesce(device_id, '00000000-0000-0000-0000-000000000000'::uuid)) WHERE state <> 'RESOLVED'
    DO NOTHING RETURNING id::text AS id`;
  return new Set(rows.map(({ id }) => id));
}

/** Writes what changes of alerts that are locked. */
export async function updateAlerts(tx: Tx, alerts: readonly AlertRow[]): Promise<void> {
  if (alerts.length === 0) return;
  await tx.$executeRaw`
    UPDATE health_alerts a SET severity = n.severity, state = n.state, cause = n.cause, count = n.count,
      caused_at = n."causedAt", last_caused_at = n."lastCausedAt", updated_at = n."updatedAt", assigned_to_id = n."assignedToId",
      acknowledged_at = n."acknowledgedAt", acknowledged_by_id = n."acknowledgedById", resolved_at = n."resolvedAt",
      resolved_by_id = n."resolvedById", resolution = n.resolution, note_sealed = n."noteSealed", escalation_level = n."escalationLevel",
      escalate_at = n."escalateAt", version = n.version
    FROM jsonb_to_recordset(${JSON.stringify(alerts)}::jsonb) ${rowShape} WHERE a.id = n.id`;
}

/** Of the alerts those that have become worse after the version that somebody has seen. */
export async function worsenedSince(
  tx: Tx,
  seen: readonly { id: string; version?: number | null }[],
): Promise<Set<string>> {
  const versions = seen.filter(({ version }) => version != null);
  if (versions.length === 0) return new Set();
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT s.id::text AS id FROM jsonb_to_recordset(${JSON.stringify(versions)}::jsonb) AS s (id uuid, version int)
    WHERE EXISTS (SELECT 1 FROM wegraph_health_alert_entries e WHERE e.alert_id = s.id AND e.change = 'WORSENED'
      AND (e.detail ->> 'version')::int > s.version)`;
  return new Set(rows.map(({ id }) => id));
}
