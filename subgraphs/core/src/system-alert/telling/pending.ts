import { v7 } from "uuid";
import type { Tx } from "../../database.ts";
import type { ToldChange } from "../alert.codes.ts";
import type { AlertRow } from "../alert.row.ts";
import { policiesOf } from "../policy/policies.ts";
import { shippedPolicy } from "../policy/policy.rules.ts";
import { groupKeyOf } from "./group.rules.ts";
import { visibleLabels } from "./suppression.rules.ts";

export interface ToTell {
  alert: AlertRow;
  change: ToldChange;
  /** Of an escalation: its step, from 1. */
  step?: number;
}

/**
 * Has people told of changes, in the transaction in which they were made. They wait in their group until it is due, and
 * nobody waits for the group: its row is made once and not touched here.
 */
export async function putToTelling(tx: Tx, toTell: readonly ToTell[], now: Date): Promise<void> {
  if (toTell.length === 0) return;
  const policies = await policiesOf(tx, [...new Set(toTell.map(({ alert }) => alert.tenantId))]);
  const rows = toTell.map(({ alert, change, step }) => {
    const { groupBy } = policies.get(alert.tenantId)?.policy ?? shippedPolicy;
    const labels = visibleLabels(alert);
    return {
      id: v7(),
      groupId: v7(),
      tenantId: alert.tenantId,
      key: groupKeyOf(labels, groupBy, step ?? null),
      labels: {
        ...Object.fromEntries(groupBy.map((label) => [label, labels[label] ?? ""])),
        ...(step !== undefined && { escalation: String(step) }),
      },
      alertId: alert.id,
      change,
      severity: alert.severity,
      at: now,
    };
  });
  const text = JSON.stringify(rows);
  await tx.$executeRaw`
    INSERT INTO wegraph_alert_groups (id, tenant_id, key, labels, posted_names)
    SELECT DISTINCT ON (r."tenantId", r.key) r."groupId", r."tenantId", r.key, r.labels, '{}'::text[]
    FROM jsonb_to_recordset(${text}::jsonb) AS r ("groupId" uuid, "tenantId" uuid, key text, labels jsonb)
    ORDER BY r."tenantId", r.key, r."groupId" ON CONFLICT DO NOTHING`;
  await tx.$executeRaw`
    INSERT INTO wegraph_alert_group_changes (id, tenant_id, group_id, alert_id, change, severity, at)
    SELECT r.id, r."tenantId", g.id, r."alertId", r.change, r.severity, r.at
    FROM jsonb_to_recordset(${text}::jsonb) AS r (id uuid, "tenantId" uuid, key text, "alertId" uuid, change text, severity text, at timestamptz)
    JOIN wegraph_alert_groups g ON g.tenant_id = r."tenantId" AND g.key = r.key ON CONFLICT DO NOTHING`;
}
