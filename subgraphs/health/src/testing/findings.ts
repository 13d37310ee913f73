import { v7 } from "uuid";
import type { AlertCause, Finding } from "../alert/finding.ts";
import type { AlertSeverity } from "../alert/alert.codes.ts";
import { factColumns, factsOf } from "../patient/patient.facts.store.ts";
import type { PatientFacts } from "../patient/patient.facts.ts";
import { vital } from "../vital/vital.codes.ts";
import type { World } from "./world.ts";

export interface Measured {
  severity: AlertSeverity;
  /** Oxygen saturation, in percent. */
  value: number;
}

/** What a rule for low oxygen saturation says of a patient; without `measured` it says that all is well. */
export function spo2Finding(patient: PatientFacts, ruleId: string, at: Date, measured?: Measured): Finding {
  return {
    patient,
    ruleId,
    ruleKind: "THRESHOLD",
    deviceId: null,
    nameZh: "血氧饱和度偏低",
    nameEn: "Low oxygen saturation",
    adviceZh: "复测并联系患者。",
    adviceEn: "Measure again and call the patient.",
    at,
    outcome: measured
      ? { is: "FIRES", severity: measured.severity, cause: spo2Cause(measured.value, at) }
      : { is: "CLEAR" },
  };
}

function spo2Cause(value: number, at: Date): AlertCause {
  const reading = { code: vital.spo2, value, unit: "%", at: at.toISOString(), deviceId: null };
  return {
    measure: vital.spo2,
    value,
    unit: "%",
    operator: "LTE",
    limit: value <= 91 ? 91 : 94,
    readings: [reading],
    facts: {},
  };
}

/** As decisions about a patient know them. */
export async function factsOfPatient(world: World, patientId: string): Promise<PatientFacts> {
  const row = await world.db
    .system("test")
    .patient.findUniqueOrThrow({ where: { id: patientId }, select: factColumns });
  return factsOf(row);
}

/** Facts of a patient that stands in no database. */
export function someFacts(given: Partial<PatientFacts> = {}): PatientFacts {
  return {
    id: v7(),
    tenantId: v7(),
    recordNumber: "P-000042",
    sex: "FEMALE",
    birthDate: new Date("1958-04-12"),
    status: "ACTIVE",
    consent: "GRANTED",
    groups: [],
    spo2Scale: 1,
    isPregnant: false,
    clinicianUserId: null,
    careTeamUserIds: [],
    department: null,
    ...given,
  };
}

/** Puts findings to the desk in a transaction of their own. */
export async function find(
  world: World,
  tenantId: string,
  findings: readonly Finding[],
  desk = world.parts.alerts.desk,
) {
  await world.as(world.caller(tenantId), () =>
    world.db.tenant.$transaction((tx) => desk.apply(tx, tenantId, findings)),
  );
}
