import type { Origin } from "@wegraph/kit/outbox";
import { v7 } from "uuid";
import type { Tx } from "../health.database.ts";
import type { AlertAudience, AlertChange, AlertResolution, AlertSeverity } from "./alert.codes.ts";

/** A line of an alert's timeline. */
export interface NewEntry {
  id?: string;
  alertId: string;
  tenantId: string;
  change: Exclude<AlertChange, "REPEATED">;
  severity: AlertSeverity;
  actor: Pick<Origin["actor"], "kind" | "id">;
  detail?: EntryDetail;
}

/** What a line says besides; which of it depends on what happened. */
export interface EntryDetail {
  /** Of the alert after it; the ledger writes it. */
  version?: number | undefined;
  value?: number | null | undefined;
  unit?: string | null | undefined;
  /** How bad it was before. */
  from?: AlertSeverity | undefined;
  /** Somebody had acknowledged it when it was milder. */
  isTakenBack?: boolean | undefined;
  assignedToId?: string | null | undefined;
  level?: number | undefined;
  audience?: AlertAudience | undefined;
  resolution?: AlertResolution | null | undefined;
  /** What somebody wrote, sealed. */
  noteSealed?: string | undefined;
}

/** Writes lines of timelines with one statement, in their order. */
export async function recordEntries(tx: Tx, entries: readonly NewEntry[], at: Date): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map(({ actor, id = v7(), detail = {}, ...entry }) => ({
    ...entry,
    id,
    detail,
    actorKind: actor.kind,
    actorId: actor.id,
  }));
  await tx.$executeRaw`
    INSERT INTO wegraph_health_alert_entries (id, tenant_id, alert_id, at, change, severity, actor_kind, actor_id, detail)
    SELECT e.id, e."tenantId", e."alertId", ${at}::timestamptz, e.change, e.severity, e."actorKind", e."actorId", e.detail
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS e (id uuid, "tenantId" uuid, "alertId" uuid, change text, severity text,
      "actorKind" text, "actorId" text, detail jsonb)`;
}

/** What a note is bound to: it opens at no other alert. */
export function notePlace(alertId: string): string {
  return `health-alert note ${alertId}`;
}
