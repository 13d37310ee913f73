import type { Origin } from "@wegraph/kit/outbox";
import type { Tx } from "../health.database.ts";
import type { Reach } from "../patient/patient.scope.ts";
import type { NewRecord, Timeline } from "../record/timeline.ts";
import { announceAlerts } from "./alert.announce.ts";
import type { AlertChange } from "./alert.codes.ts";
import { recordEntries } from "./alert.entries.ts";
import type { EntryDetail } from "./alert.entries.ts";
import type { AlertEvent } from "./alert.events.ts";
import type { AlertRow } from "./alert.row.ts";

export interface AlertNews {
  /** After it. */
  alert: AlertRow;
  change: AlertChange;
  patient: Reach & { recordNumber: string };
  origin: Origin;
  /** By the time of what was measured, where it follows from that. */
  occurredAt: Date;
  detail?: EntryDetail;
  escalation?: AlertEvent["escalation"];
}

/** Timelines and events of alerts, in the transaction of what they tell. */
export class AlertLedger {
  constructor(private readonly timeline: Timeline) {}

  async write(tx: Tx, news: readonly AlertNews[], now: Date): Promise<void> {
    if (news.length === 0) return;
    await recordEntries(
      tx,
      news.flatMap(({ alert, change, origin: { actor }, detail }) => {
        if (change === "REPEATED") return [];
        const { id: alertId, tenantId, severity, version } = alert;
        return [{ alertId, tenantId, severity, change, actor, detail: { ...detail, version } }];
      }),
      now,
    );
    const records = news.flatMap(recordsOf);
    if (records.length > 0) await this.timeline.add(tx, records);
    await announceAlerts(tx, news);
  }
}

/** What a patient's timeline says of an alert: that it began, and that it ended. */
function recordsOf({ alert, change, occurredAt, origin }: AlertNews): NewRecord[] {
  if (change !== "RAISED" && change !== "RESOLVED") return [];
  const { id, tenantId, patientId, severity, nameZh, nameEn, cause, resolution } = alert;
  const { measure, value, unit } = cause;
  return [
    {
      tenantId,
      patientId,
      kind: change === "RAISED" ? "ALERT_RAISED" : "ALERT_RESOLVED",
      occurredAt,
      facts: { severity, nameZh, nameEn, measure, value, unit, resolution },
      subject: { type: "alert", id },
      authorUserId: origin.actor.kind === "USER" ? origin.actor.id : null,
    },
  ];
}
