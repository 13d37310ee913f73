import { oneOf } from "@wegraph/kit/codes";
import type { Tx } from "../../health.database.ts";
import { factsOf } from "../../patient/patient.facts.store.ts";
import { consents } from "../../patient/patient.facts.ts";
import type { Consent } from "../../patient/patient.facts.ts";
import { latestOf } from "../vital.latest.ts";
import type { KnownPatient } from "./intake.plan.ts";

export interface LockedPatient extends KnownPatient {
  consent: Consent;
  /** Neither archived nor inactive nor deceased. */
  isActive: boolean;
}

interface Row {
  id: string;
  tenantId: string;
  recordNumber: string;
  sex: string;
  birthDate: Date;
  status: string;
  consent: string;
  groups: string[];
  spo2Scale: number;
  isPregnant: boolean;
  clinicianUserId: string | null;
  careTeamUserIds: string[];
  department: string | null;
  archivedAt: Date | null;
  heightCm: number | null;
  latest: unknown;
}

/**
 * Locks what is known of patients, always in the order of their ids, so that two intakes wait for each other at most.
 * Ids that are none of the tenant's patients are missing from the answer.
 */
export async function lockPatients(
  tx: Tx,
  patientIds: readonly string[],
): Promise<Map<string, LockedPatient>> {
  const ids = [...new Set(patientIds)];
  const rows = await lockStates(tx, ids);
  const found = new Set(rows.map(({ id }) => id));
  const missing = ids.filter((id) => !found.has(id));
  if (missing.length > 0 && (await makeStates(tx, missing)) > 0)
    rows.push(...(await lockStates(tx, missing)));
  return new Map(rows.map((row) => [row.id, lockedOf(row)]));
}

/**
 * Patients are read once their states are held, by a statement of its own: one that waited for a state would still see the
 * patient as when it began, with a consent that was withdrawn meanwhile.
 */
async function lockStates(tx: Tx, ids: readonly string[]): Promise<Row[]> {
  const states = await tx.$queryRaw<{ id: string; latest: unknown }[]>`
    SELECT patient_id AS id, latest FROM wegraph_patient_states
    WHERE patient_id = ANY (${ids}::uuid[]) ORDER BY patient_id FOR UPDATE`;
  const latest = new Map(states.map((state) => [state.id, state.latest]));
  const patients = await tx.$queryRaw<Omit<Row, "latest">[]>`
    SELECT p.id, p.tenant_id AS "tenantId", p.record_number AS "recordNumber", p.sex, p.birth_date AS "birthDate", p.status, p.consent,
      p.groups, p.spo2_scale AS "spo2Scale", p.is_pregnant AS "isPregnant", p.clinician_user_id AS "clinicianUserId",
      p.care_team_user_ids AS "careTeamUserIds", p.department, p.archived_at AS "archivedAt", p.height_cm AS "heightCm"
    FROM health_patients p WHERE p.id = ANY (${[...latest.keys()]}::uuid[]) ORDER BY p.id`;
  return patients.map((patient) => ({ ...patient, latest: latest.get(patient.id) }));
}

/** Returns for how many there is one now; a concurrent first intake may have made it. */
function makeStates(tx: Tx, ids: readonly string[]): Promise<number> {
  return tx.$executeRaw`
    INSERT INTO wegraph_patient_states (patient_id, tenant_id, latest)
    SELECT id, tenant_id, '{}' FROM health_patients WHERE id = ANY (${ids}::uuid[]) ORDER BY id
    ON CONFLICT (patient_id) DO UPDATE SET tenant_id = excluded.tenant_id`;
}

function lockedOf({ archivedAt, heightCm, latest, ...row }: Row): LockedPatient {
  return {
    facts: factsOf(row),
    heightCm,
    before: latestOf(latest),
    consent: oneOf(consents, row.consent),
    isActive: row.status === "ACTIVE" && archivedAt === null,
  };
}
