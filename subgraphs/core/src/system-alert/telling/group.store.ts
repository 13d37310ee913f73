import type { CoreDatabase, Tx } from "../../database.ts";
import type { AlertSeverity, ToldChange } from "../alert.codes.ts";
import { alertColumns } from "../alert.row.ts";
import type { AlertRow } from "../alert.row.ts";
import type { GroupFacts, PendingChange } from "./group.rules.ts";

export interface AlertGroupRow extends GroupFacts {
  id: string;
  tenantId: string;
  labels: Readonly<Record<string, string>>;
  posts: number;
}

export interface ChangeToTell extends PendingChange {
  id: string;
  alert: AlertRow;
}

/** Groups in which something waits. */
export function readWaitingGroups(db: ReturnType<CoreDatabase["system"]>): Promise<{ id: string }[]> {
  return db.$queryRaw<{ id: string }[]>`
    SELECT g.id::text AS id FROM wegraph_alert_groups g JOIN saas_tenants t ON t.id = g.tenant_id AND t.status = 'ACTIVE'
    WHERE EXISTS (SELECT 1 FROM wegraph_alert_group_changes c WHERE c.group_id = g.id) ORDER BY g.id`;
}

/** The group's row is the lock of its notices; undefined while another process holds it. */
export async function lockGroup(tx: Tx, id: string): Promise<AlertGroupRow | undefined> {
  const [row] = await tx.$queryRaw<AlertGroupRow[]>`
    SELECT id::text AS id, tenant_id::text AS "tenantId", labels, posts, posted_at AS "postedAt", posted_severity AS "postedSeverity",
      posted_names AS "postedNames"
    FROM wegraph_alert_groups WHERE id = ${id}::uuid FOR NO KEY UPDATE SKIP LOCKED`;
  return row;
}

interface ChangeColumns extends AlertRow {
  changeId: string;
  change: ToldChange;
  at: Date;
  lastToldAt: Date | null;
}

export async function readChanges(tx: Tx, groupId: string): Promise<ChangeToTell[]> {
  const rows = await tx.$queryRaw<ChangeColumns[]>`
    SELECT c.id::text AS "changeId", c.change, c.at, (SELECT k.notified_at FROM wegraph_system_alert_keys k WHERE k.alert_id = a.id)
      AS "lastToldAt", ${alertColumns}
    FROM wegraph_alert_group_changes c JOIN saas_unified_alerts a ON a.id = c.alert_id
    WHERE c.group_id = ${groupId}::uuid ORDER BY c.at, c.id`;
  return rows.map(({ changeId, change, at, lastToldAt, ...alert }) => ({
    id: changeId,
    alertId: alert.id,
    change,
    name: alert.name,
    severity: alert.severity,
    at,
    lastToldAt,
    alert,
  }));
}

export interface PostedFacts {
  postedAt: Date;
  severity: AlertSeverity;
  names: readonly string[];
}

export async function savePosted(
  tx: Tx,
  id: string,
  { postedAt, severity, names }: PostedFacts,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE wegraph_alert_groups SET posts = posts + 1, posted_at = ${postedAt}::timestamptz, posted_severity = ${severity},
      posted_names = ${[...names]}::text[] WHERE id = ${id}::uuid`;
}

export async function deleteChanges(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.$executeRaw`DELETE FROM wegraph_alert_group_changes WHERE id = ANY (${[...ids]}::uuid[])`;
}
