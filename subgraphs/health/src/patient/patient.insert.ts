import type { Tx } from "../health.database.ts";

/** A row of `health_patients` as it begins. */
export interface NewPatientRow {
  id: string;
  tenantId: string;
  recordNumber: string;
  identitySealed: string;
  historySealed: string;
  searchTokens: readonly string[];
  sex: string;
  /** YYYY-MM-DD. */
  birthDate: string;
  groups: readonly string[];
  clinicianUserId: string | null;
  careTeamUserIds: readonly string[];
  department: string | null;
  customerId: string | null;
  spo2Scale: number;
  isPregnant: boolean;
  isSmoker: boolean | null;
  hasDiabetes: boolean | null;
  hasTreatedHypertension: boolean | null;
  hasFamilyHistory: boolean | null;
  heightCm: number | null;
  waistCm: number | null;
  consent: string;
  consentAt: Date | null;
  consentById: string | null;
  createdById: string | null;
  createdAt: Date;
}

/**
 * Rows with the state each patient begins with, in one statement. Returns the ids of those that were inserted: a record
 * number that another file has is passed over.
 */
export async function insertRows(tx: Tx, rows: readonly NewPatientRow[]): Promise<ReadonlySet<string>> {
  const inserted = await tx.$queryRaw<{ id: string }[]>`
    WITH made AS (
      INSERT INTO health_patients (id, tenant_id, record_number, identity_sealed, history_sealed, search_tokens, sex, birth_date,
        groups, clinician_user_id, care_team_user_ids, department, customer_id, spo2_scale, is_pregnant, is_smoker, has_diabetes,
        has_treated_hypertension, has_family_history, height_cm, waist_cm, consent, consent_at, consent_by_id, created_by_id,
        created_at, updated_at)
      SELECT id, "tenantId", "recordNumber", "identitySealed", "historySealed", "searchTokens", sex, "birthDate",
        groups, "clinicianUserId", "careTeamUserIds", department, "customerId", "spo2Scale", "isPregnant", "isSmoker", "hasDiabetes",
        "hasTreatedHypertension", "hasFamilyHistory", "heightCm", "waistCm", consent, "consentAt", "consentById", "createdById",
        "createdAt", "createdAt"
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r (id uuid, "tenantId" uuid, "recordNumber" text,
        "identitySealed" text, "historySealed" text, "searchTokens" text[], sex text, "birthDate" date, groups text[],
        "clinicianUserId" uuid, "careTeamUserIds" uuid[], department text, "customerId" uuid, "spo2Scale" smallint,
        "isPregnant" boolean, "isSmoker" boolean, "hasDiabetes" boolean, "hasTreatedHypertension" boolean,
        "hasFamilyHistory" boolean, "heightCm" float8, "waistCm" float8, consent text, "consentAt" timestamptz,
        "consentById" uuid, "createdById" uuid, "createdAt" timestamptz)
      ON CONFLICT (tenant_id, record_number) DO NOTHING RETURNING id, tenant_id)
    INSERT INTO wegraph_patient_states (patient_id, tenant_id, latest) SELECT id, tenant_id, '{}' FROM made
    RETURNING patient_id AS id`;
  return new Set(inserted.map(({ id }) => id));
}
