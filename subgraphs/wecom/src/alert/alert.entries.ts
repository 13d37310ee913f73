import type { Origin } from "@wegraph/kit/outbox";
import { v7 } from "uuid";
import type { Tx } from "../wecom.database.ts";
import type { AlertAction, AlertEntryType, AlertSeverity } from "./alert.codes.ts";

/** One line of an alert's timeline. */
export interface NewEntry {
  alertId: string;
  tenantId: string;
  type: AlertEntryType;
  actor: Pick<Origin["actor"], "kind" | "id">;
  value?: number | null;
  severity?: AlertSeverity | null;
  note?: string | null;
  action?: AlertAction | null;
  outcome?: string | null;
}

/** Writes lines of timelines with one statement. */
export async function recordEntries(tx: Tx, entries: readonly NewEntry[], at: Date): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map(({ actor, ...entry }) => ({
    ...entry,
    id: v7(),
    actorKind: actor.kind,
    actorId: actor.id,
  }));
  await tx.$executeRaw`
    INSERT INTO wegraph_account_alert_entries (id, tenant_id, alert_id, at, type, actor_kind, actor_id, value, severity, note, action, outcome)
    SELECT e.id, e."tenantId", e."alertId", ${at}::timestamptz, e.type, e."actorKind", e."actorId", e.value, e.severity, e.note, e.action, e.outcome
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS e (id uuid, "tenantId" uuid, "alertId" uuid, type text, "actorKind" text,
      "actorId" text, value float8, severity text, note text, action text, outcome text)`;
}
