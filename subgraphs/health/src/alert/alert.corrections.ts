import type { LiveSettings } from "@wegraph/kit/liveSettings";
import type { Origin } from "@wegraph/kit/outbox";
import { v7 } from "uuid";
import type { Tx } from "../health.database.ts";
import type { PatientFacts } from "../patient/patient.facts.ts";
import { corrected } from "./alert.correction.ts";
import type { Correction } from "./alert.correction.ts";
import type { EntryDetail } from "./alert.entries.ts";
import type { AlertLedger } from "./alert.ledger.ts";
import type { AlertRow } from "./alert.row.ts";
import { healthAlertChain } from "./alert.settings.ts";
import { insertAlerts, lastOfPatient, updateAlerts } from "./alert.store.ts";
import type { Finding } from "./finding.ts";

/** An alert with what is found of its rule without the readings that were taken back. */
export interface Retried {
  alert: AlertRow;
  findings: readonly Finding[];
}

/** Puts alerts right whose readings are taken back, in the transaction in which they are. */
export class AlertCorrections {
  constructor(
    private readonly ledger: AlertLedger,
    private readonly settings: LiveSettings,
    private readonly clock: () => Date,
  ) {}

  /** Those that readings may have to do with: open ones, and ended ones of which no newer is. The patient is locked. */
  async among(tx: Tx, patientId: string): Promise<AlertRow[]> {
    const last = await lastOfPatient(tx, patientId);
    return last.filter(({ state, resolution }) => state !== "RESOLVED" || resolution === "BACK_TO_NORMAL");
  }

  async apply(tx: Tx, origin: Origin, patient: PatientFacts, retried: readonly Retried[]): Promise<void> {
    const now = this.clock();
    const facts = { now, chain: this.settings.get(healthAlertChain, origin.tenantId), newId: v7 };
    const changed = retried.flatMap(({ alert, findings }) => corrected(alert, findings, facts) ?? []);
    const isNew = ({ change }: Correction) => change === "RAISED";
    await updateAlerts(
      tx,
      changed.filter((each) => !isNew(each)).map(({ alert }) => alert),
    );
    await insertAlerts(
      tx,
      changed.filter(isNew).map(({ alert }) => alert),
    );
    await this.ledger.write(
      tx,
      changed.map((each) => ({ ...each, patient, origin, occurredAt: now, detail: detailOf(each) })),
      now,
    );
  }
}

function detailOf({ alert, change, known }: Correction): EntryDetail {
  if (change === "RESOLVED") return { resolution: alert.resolution };
  const { value, unit } = alert.cause;
  const isSevere = change !== "RAISED" && alert.severity !== known.severity;
  return {
    value,
    unit,
    ...(isSevere && { from: known.severity }),
    ...(change === "WORSENED" &&
      known.state === "ACKNOWLEDGED" &&
      alert.state === "ACTIVE" && { isTakenBack: true }),
  };
}
