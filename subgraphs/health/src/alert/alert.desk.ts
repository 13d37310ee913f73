import type { LiveSettings } from "@wegraph/kit/liveSettings";
import { systemOrigin } from "@wegraph/kit/outbox";
import { v7 } from "uuid";
import type { Tx } from "../health.database.ts";
import type { PatientFacts } from "../patient/patient.facts.ts";
import { decide } from "./alert.decision.ts";
import type { DeskFacts, Outcome } from "./alert.decision.ts";
import type { EntryDetail } from "./alert.entries.ts";
import type { AlertLedger } from "./alert.ledger.ts";
import type { AlertRow } from "./alert.row.ts";
import { healthAlertChain } from "./alert.settings.ts";
import { insertAlerts, keyOf, lastAlerts, lockPatients, openKeys, updateAlerts } from "./alert.store.ts";
import type { AlertKey } from "./alert.store.ts";
import type { AlertDesk, Finding } from "./finding.ts";

/** The part of the platform that alerts are raised by. */
export const alertPart = "health-rules";
/** Somebody else raises the same alert at the same moment: theirs is gone on with. */
const attemptsMax = 3;

interface Told extends Outcome {
  patient: PatientFacts;
  finding: Finding;
  /** Before it. */
  last: AlertRow | null;
}

/** Makes alerts of findings, in sets, in the transaction of what they were found on. */
export class HealthAlertDesk implements AlertDesk<Tx> {
  constructor(
    private readonly ledger: AlertLedger,
    private readonly settings: LiveSettings,
    private readonly clock: () => Date,
  ) {}

  /** At most once for a patient in a transaction that locks several: it locks them in the order of their ids. */
  async apply(tx: Tx, tenantId: string, findings: readonly Finding[]): Promise<void> {
    const facts: DeskFacts = {
      now: this.clock(),
      chain: this.settings.get(healthAlertChain, tenantId),
      newId: v7,
    };
    let left = await this.withConsequence(tx, tenantId, findings);
    for (let attempt = 0; left.length > 0 && attempt < attemptsMax; attempt += 1)
      left = await this.attempt(tx, tenantId, left, facts);
  }

  /** Nearly every reading is a good one of a patient without an alert: that costs one look into an index. */
  private async withConsequence(tx: Tx, tenantId: string, findings: readonly Finding[]): Promise<Finding[]> {
    const byKey = byAlertKey(findings);
    const onlyClear = [...byKey.values()].filter((each) =>
      each.every(({ outcome }) => outcome.is === "CLEAR"),
    );
    const open = await openKeys(tx, tenantId, onlyClear.flatMap(keysOf));
    return [...byKey].flatMap(([key, each]) =>
      open.has(key) || each.some(({ outcome }) => outcome.is === "FIRES") ? each : [],
    );
  }

  /** @returns what has to be decided again, because another transaction was faster. */
  private async attempt(
    tx: Tx,
    tenantId: string,
    findings: readonly Finding[],
    facts: DeskFacts,
  ): Promise<Finding[]> {
    const byKey = byAlertKey(findings);
    const keys = [...byKey.values()].flatMap(keysOf);
    await lockPatients(tx, [...new Set(keys.map(({ patientId }) => patientId))]);
    const known = await lastAlerts(tx, tenantId, keys);
    const told = [...byKey].flatMap(([key, each]) => fold(known.get(key) ?? null, each, facts));

    const ids = new Set([...known.values()].map(({ id }) => id));
    const final = new Map(told.map(({ alert }) => [alert.id, alert]));
    await updateAlerts(
      tx,
      [...final.values()].filter(({ id }) => ids.has(id)),
    );
    const fresh = [...final.values()].filter(({ id }) => !ids.has(id));
    const written = await insertAlerts(tx, fresh);
    const overtaken = new Set(fresh.filter(({ id }) => !written.has(id)).map(keyOf));
    const origin = systemOrigin(alertPart, tenantId);
    await this.ledger.write(
      tx,
      told
        .filter(({ alert, isQuiet }) => !isQuiet && (ids.has(alert.id) || written.has(alert.id)))
        .map((each) => ({ ...each, origin, occurredAt: each.finding.at, detail: detailOf(each) })),
      facts.now,
    );
    return findings.filter((finding) => overtaken.has(findingKey(finding)));
  }
}

/** One finding after the other, by when each was measured: what ends may begin anew within one batch. */
function fold(last: AlertRow | null, findings: readonly Finding[], facts: DeskFacts): Told[] {
  let current = last;
  const told: Told[] = [];
  for (const finding of findings.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    const outcome = decide(current, finding, facts);
    if (!outcome) continue;
    told.push({ ...outcome, patient: finding.patient, finding, last: current });
    current = outcome.alert;
  }
  return told;
}

function detailOf({ alert, change, last }: Told): EntryDetail {
  const { cause, resolution } = alert;
  if (change === "RESOLVED") return { resolution };
  return {
    value: cause.value,
    unit: cause.unit,
    ...(change === "WORSENED" && last && { from: last.severity }),
    ...(last?.state === "ACKNOWLEDGED" && alert.state === "ACTIVE" && { isTakenBack: true }),
  };
}

function byAlertKey(findings: readonly Finding[]): Map<string, Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = findingKey(finding);
    const known = groups.get(key);
    if (known) known.push(finding);
    else groups.set(key, [finding]);
  }
  return groups;
}

function keysOf([first]: readonly Finding[]): AlertKey[] {
  return first ? [alertKey(first)] : [];
}

function alertKey({ patient, ruleId, deviceId }: Finding): AlertKey {
  return { patientId: patient.id, ruleId, deviceId };
}

function findingKey(finding: Finding): string {
  return keyOf(alertKey(finding));
}
