import { v7 } from "uuid";
import { announceAll, systemOrigin } from "@wegraph/kit/outbox";
import type { Origin } from "@wegraph/kit/outbox";
import type { Tx } from "../database.ts";
import type { AlertChange, AlertEntryType } from "./alert.codes.ts";
import { systemAlertRaised, systemAlertResolved, systemAlertUpdated } from "./alert.events.ts";
import { purpose } from "./alert.purpose.ts";
import type { AlertRow } from "./alert.row.ts";

/** Something that happened to an alert; `alert` is as it is afterwards. */
export interface HappenedTo {
  alert: AlertRow;
  change: AlertChange;
  /** In whose name; the system's unless given. */
  origin?: Origin;
  note?: string | null;
  /** For the timeline: why, and which. */
  detail?: object;
}

/** Followers are told of these; timelines have a line for those alone that people look back on. */
const entryOf: Readonly<Record<AlertChange, AlertEntryType | null>> = {
  RAISED: "RAISED",
  MEASURED: null,
  SEVERITY_CHANGED: "SEVERITY_CHANGED",
  CLEARING: "CLEARING",
  STALE: "STALE",
  ACKNOWLEDGED: "ACKNOWLEDGED",
  ESCALATED: "ESCALATED",
  NOTIFIED: "NOTIFIED",
  SUPPRESSION_CHANGED: "SUPPRESSED",
  RESOLVED: "RESOLVED",
};

const eventOf: Readonly<Partial<Record<AlertChange, typeof systemAlertRaised>>> = {
  RAISED: systemAlertRaised,
  RESOLVED: systemAlertResolved,
};

/** Timelines and events, in the transaction of what they tell. */
export async function recordAlerts(tx: Tx, happened: readonly HappenedTo[], now: Date): Promise<void> {
  if (happened.length === 0) return;
  const entries = happened.flatMap((each) => {
    const type = entryTypeOf(each);
    return type === null ? [] : [entryRow(each, type, now)];
  });
  if (entries.length > 0)
    await tx.$executeRaw`
      INSERT INTO wegraph_system_alert_entries (id, tenant_id, alert_id, at, type, actor_kind, actor_id, value, severity, note, detail)
      SELECT e.id, e."tenantId", e."alertId", e.at, e.type, e."actorKind", e."actorId", e.value, e.severity, e.note, e.detail
      FROM jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) AS e (id uuid, "tenantId" uuid, "alertId" uuid, at timestamptz, type text,
        "actorKind" text, "actorId" text, value float8, severity text, note text, detail jsonb)`;
  await announceAll(
    tx,
    happened.map(({ alert, change, origin }) => ({
      origin: origin ?? systemOrigin(purpose, alert.tenantId),
      definition: eventOf[change] ?? systemAlertUpdated,
      payload: {
        alertId: alert.id,
        version: alert.version,
        change,
        source: alert.source,
        name: alert.name,
        severity: alert.severity,
        state: alert.state,
      },
    })),
  );
}

function entryTypeOf({ alert, change }: HappenedTo): AlertEntryType | null {
  return change === "SUPPRESSION_CHANGED" && alert.suppression === null
    ? "SUPPRESSION_ENDED"
    : entryOf[change];
}

function entryRow({ alert, origin, note, detail }: HappenedTo, type: AlertEntryType, now: Date) {
  const actor = origin?.actor;
  return {
    id: v7(),
    tenantId: alert.tenantId,
    alertId: alert.id,
    at: now,
    type,
    actorKind: actor?.kind ?? "SYSTEM",
    actorId: actor?.id ?? purpose,
    value: alert.value,
    severity: alert.severity,
    note: note ?? null,
    detail: detail ?? {},
  };
}
