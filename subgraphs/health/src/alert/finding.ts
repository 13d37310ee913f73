import type { PatientFacts } from "../patient/patient.facts.ts";
import type { VitalCode } from "../vital/vital.codes.ts";
import type { AlertSeverity, RuleKind } from "./alert.codes.ts";

/** A reading as an alert shows it. */
export interface CauseReading {
  code: VitalCode;
  value: number;
  /** UCUM. */
  unit: string;
  /** ISO 8601. */
  at: string;
  deviceId: string | null;
}

/** Why an alert was raised: the facts, and the readings themselves, newest last. Stored as JSON. */
export interface AlertCause {
  /** What was compared: a vital sign's code, "news2", "slope"…, or null where nothing was measured. */
  measure: string | null;
  value: number | null;
  unit: string | null;
  operator: "GT" | "GTE" | "LT" | "LTE" | null;
  limit: number | null;
  readings: readonly CauseReading[];
  /** More facts by kind of rule: {windowMinutes, missingMinutes, baseline, parts…}; numbers, codes and times only. */
  facts: Readonly<Record<string, string | number | null>>;
}

/** What a rule found of a patient (and a device, where the rule is about devices). */
export interface Finding {
  patient: PatientFacts;
  ruleId: string;
  ruleKind: RuleKind;
  deviceId: string | null;
  nameZh: string;
  nameEn: string;
  adviceZh: string;
  adviceEn: string;
  /** What it was found on was measured then. */
  at: Date;
  /** FIRES: begins, goes on or becomes worse. CLEAR: what caused it is over. */
  outcome: { is: "FIRES"; severity: AlertSeverity; cause: AlertCause } | { is: "CLEAR" };
}

/** Where findings become alerts. */
export interface AlertDesk<Tx> {
  /**
   * In the transaction of what they were found on. One alert is open for a patient, rule and device: a repeated finding counts
   * it up, a worse one escalates it, and one that was measured before the last alert's end, or before what is known
   * already, changes nothing.
   */
  apply(tx: Tx, tenantId: string, findings: readonly Finding[]): Promise<void>;
}
