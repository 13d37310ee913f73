import type { Origin } from "@wegraph/kit/outbox";
import type { Tx } from "../health.database.ts";
import { factColumns, factsOf } from "../patient/patient.facts.store.ts";
import type { PatientFacts } from "../patient/patient.facts.ts";
import type { AlertResolution } from "./alert.codes.ts";
import type { AlertLedger } from "./alert.ledger.ts";
import type { AlertRow } from "./alert.row.ts";
import { lockAlerts, lockPatients, updateAlerts } from "./alert.store.ts";

/** Ends alerts whose reason is gone, in the transaction in which it goes. */
export class AlertEndings {
  constructor(
    private readonly ledger: AlertLedger,
    private readonly clock: () => Date,
  ) {}

  /** A patient who is not looked after any more: consent withdrawn, deceased, archived. */
  async ofPatient(tx: Tx, origin: Origin, patient: PatientFacts): Promise<void> {
    // First, so that an intake that is under way has raised what it raises, or finds the patient gone.
    await lockPatients(tx, [patient.id]);
    const open = await tx.healthAlert.findMany({
      where: { patientId: patient.id, state: { not: "RESOLVED" } },
      select: { id: true },
    });
    await this.end(tx, origin, open, "PATIENT_GONE");
  }

  /** A rule that was switched off or deleted, or does not hold for some patients any more. */
  async ofRule(tx: Tx, origin: Origin, ruleId: string, patientIds?: readonly string[]): Promise<void> {
    const open = await tx.healthAlert.findMany({
      where: {
        ruleId,
        tenantId: origin.tenantId,
        state: { not: "RESOLVED" },
        ...(patientIds && { patientId: { in: [...patientIds] } }),
      },
      select: { id: true },
    });
    await this.end(tx, origin, open, "RULE_DISABLED");
  }

  private async end(
    tx: Tx,
    origin: Origin,
    open: readonly { id: string }[],
    resolution: AlertResolution,
  ): Promise<void> {
    const now = this.clock();
    const locked = await lockAlerts(
      tx,
      open.map(({ id }) => id),
    );
    const ended = locked
      .filter(({ state }) => state !== "RESOLVED")
      .map((alert) => resolved(alert, { resolution, resolvedById: null, now }));
    await updateAlerts(tx, ended);
    const patients = await patientsOf(tx, ended);
    await this.ledger.write(
      tx,
      ended.flatMap((alert) => {
        const patient = patients.get(alert.patientId);
        const detail = { resolution };
        return patient
          ? [{ alert, change: "RESOLVED" as const, patient, origin, occurredAt: now, detail }]
          : [];
      }),
      now,
    );
  }
}

export function resolved(
  alert: AlertRow,
  by: { resolution: AlertResolution; resolvedById: string | null; now: Date },
): AlertRow {
  const { resolution, resolvedById, now } = by;
  return {
    ...alert,
    state: "RESOLVED",
    resolution,
    resolvedById,
    resolvedAt: now,
    updatedAt: now,
    escalateAt: null,
    version: alert.version + 1,
  };
}

/** Whose alerts they are, as the patients are now. */
export async function patientsOf(tx: Tx, alerts: readonly AlertRow[]): Promise<Map<string, PatientFacts>> {
  const ids = [...new Set(alerts.map(({ patientId }) => patientId))];
  const rows = await tx.patient.findMany({ where: { id: { in: ids } }, select: factColumns });
  return new Map(rows.map((row) => [row.id, factsOf(row)]));
}
