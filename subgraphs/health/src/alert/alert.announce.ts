import { announceAll } from "@wegraph/kit/outbox";
import type { Origin } from "@wegraph/kit/outbox";
import type { Tx } from "../health.database.ts";
import type { Reach } from "../patient/patient.scope.ts";
import type { AlertChange } from "./alert.codes.ts";
import { healthAlertRaised, healthAlertResolved, healthAlertUpdated } from "./alert.events.ts";
import type { AlertEvent } from "./alert.events.ts";
import type { AlertRow } from "./alert.row.ts";
import { summaryOf } from "./alert.texts.ts";

export interface ChangedAlert {
  alert: AlertRow;
  change: AlertChange;
  /** As the patient is now: who may hear of it. */
  patient: Reach & { recordNumber: string };
  origin: Origin;
  escalation?: AlertEvent["escalation"];
}

/** Tells what happened to alerts, in the transaction in which it did. */
export async function announceAlerts(tx: Tx, changed: readonly ChangedAlert[]): Promise<void> {
  await announceAll(
    tx,
    changed.map((each) => ({
      origin: each.origin,
      definition: definitionOf(each.change),
      payload: payloadOf(each),
    })),
  );
}

function definitionOf(change: AlertChange): typeof healthAlertRaised {
  if (change === "RAISED") return healthAlertRaised;
  return change === "RESOLVED" ? healthAlertResolved : healthAlertUpdated;
}

function payloadOf({ alert, change, patient, escalation = null }: ChangedAlert): AlertEvent {
  const { cause, nameZh, nameEn, adviceZh, adviceEn } = alert;
  const { recordNumber, clinicianUserId, careTeamUserIds, department } = patient;
  const summary = summaryOf({ kind: alert.kind, recordNumber, cause });
  return {
    alertId: alert.id,
    version: alert.version,
    change,
    patientId: alert.patientId,
    recordNumber,
    clinicianUserId,
    careTeamUserIds: [...careTeamUserIds],
    department,
    ruleId: alert.ruleId,
    deviceId: alert.deviceId,
    kind: alert.kind,
    severity: alert.severity,
    state: alert.state,
    measure: cause.measure,
    value: cause.value,
    unit: cause.unit,
    operator: cause.operator,
    limit: cause.limit,
    count: alert.count,
    causedAt: alert.causedAt.toISOString(),
    lastCausedAt: alert.lastCausedAt.toISOString(),
    raisedAt: alert.raisedAt.toISOString(),
    resolvedAt: alert.resolvedAt?.toISOString() ?? null,
    resolution: alert.resolution,
    assignedToId: alert.assignedToId,
    escalation,
    texts: {
      "zh-CN": { title: nameZh, summary: summary.zh, advice: adviceZh },
      en: { title: nameEn, summary: summary.en, advice: adviceEn },
    },
    path: `/health/alerts/${alert.id}`,
  };
}
