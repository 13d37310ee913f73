import { oneOf } from "@wegraph/kit/codes";
import { ageOn, businessDay, dayOf } from "../calendar.ts";
import type { Tx } from "../health.database.ts";
import { sexes } from "../patient/patient.facts.ts";
import { vital } from "../vital/vital.codes.ts";
import type { RiskInputs } from "./risk.inputs.ts";

/** What was measured longer ago says little of how somebody is now. */
const vitalDays = 90;
const reportDays = 365;

/** LOINC codes of check-up items, in the units that the models count in. */
const laboratory = {
  totalCholesterol: ["14647-2", "mmol/L"],
  hdl: ["14646-4", "mmol/L"],
  ldl: ["22748-8", "mmol/L"],
  fastingGlucose: ["14771-0", "mmol/L"],
  hba1c: ["4548-4", "%"],
  creatinine: ["14682-9", "umol/L"],
  waistCm: ["8280-0", "cm"],
} as const;

/** What is known of a patient: the file, medians of what was measured, and the latest published results. */
export async function riskInputs(
  tx: Tx,
  patientId: string,
  { now, zone }: { now: Date; zone: string },
): Promise<RiskInputs | null> {
  const patient = await tx.patient.findUnique({
    where: { id: patientId },
    select: {
      sex: true,
      birthDate: true,
      isPregnant: true,
      isSmoker: true,
      hasDiabetes: true,
      hasTreatedHypertension: true,
      hasFamilyHistory: true,
      heightCm: true,
      waistCm: true,
    },
  });
  if (!patient) return null;
  const { sex, birthDate, heightCm, waistCm, ...told } = patient;
  const medians = await mediansOf(tx, patientId, now);
  const results = await resultsOf(tx, patientId, now);
  const result = (key: keyof typeof laboratory) => results.get(laboratory[key][0]) ?? null;
  return {
    ...told,
    sex: oneOf(sexes, sex),
    age: ageOn(birthDate, dayOf(businessDay(now, zone))),
    systolic: medians.get(vital.systolic) ?? null,
    diastolic: medians.get(vital.diastolic) ?? null,
    bmi: medians.get(vital.bmi) ?? bmiOf(medians.get(vital.weight), heightCm),
    waistCm: waistCm ?? result("waistCm"),
    totalCholesterol: result("totalCholesterol"),
    hdl: result("hdl"),
    ldl: result("ldl"),
    fastingGlucose: result("fastingGlucose"),
    hba1c: result("hba1c"),
    creatinine: result("creatinine"),
  };
}

function bmiOf(weightKg: number | undefined, heightCm: number | null): number | null {
  return weightKg === undefined || heightCm === null ? null : rounded(weightKg / (heightCm / 100) ** 2);
}

/** Medians, which a slipped cuff does not move. */
async function mediansOf(tx: Tx, patientId: string, now: Date): Promise<Map<string, number>> {
  const codes = [vital.systolic, vital.diastolic, vital.bmi, vital.weight];
  const rows = await tx.$queryRaw<{ code: string; median: number }[]>`
    SELECT code, percentile_cont(0.5) WITHIN GROUP (ORDER BY value) AS median FROM health_vital_signs
    WHERE patient_id = ${patientId}::uuid AND code = ANY (${codes}::text[]) AND retracted_at IS NULL
      AND measured_at > ${now}::timestamptz - make_interval(days => ${vitalDays}::int) AND measured_at <= ${now}::timestamptz
      AND NOT flags && ARRAY['IMPLAUSIBLE', 'SPIKE'] GROUP BY code`;
  return new Map(rows.map(({ code, median }) => [code, rounded(median)]));
}

async function resultsOf(tx: Tx, patientId: string, now: Date): Promise<Map<string, number>> {
  const wanted = Object.values(laboratory);
  const rows = await tx.$queryRaw<{ code: string; value: number }[]>`
    SELECT DISTINCT ON (i.code) i.code, i.value FROM health_checkup_reports r JOIN health_checkup_items i ON i.report_id = r.id
      JOIN unnest(${wanted.map(([code]) => code)}::text[], ${wanted.map(([, unit]) => unit)}::text[]) AS w (code, unit)
        ON w.code = i.code AND w.unit = i.unit
    WHERE r.patient_id = ${patientId}::uuid AND r.status = 'PUBLISHED' AND r.replaced_by_id IS NULL AND i.value > 0
      AND r.examined_on > (${now}::timestamptz - make_interval(days => ${reportDays}::int))::date
    ORDER BY i.code, r.examined_on DESC, r.id DESC`;
  return new Map(rows.map(({ code, value }) => [code, value]));
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Who may be assessed without being asked for, and of whom something is new since: a reading, a report, their file. */
export function patientsWithNews(
  system: Pick<Tx, "$queryRaw">,
  { since, after, take }: { since: Date; after: string | null; take: number },
): Promise<{ id: string; tenantId: string }[]> {
  return system.$queryRaw`
    SELECT p.id::text AS id, p.tenant_id::text AS "tenantId" FROM health_patients p
      LEFT JOIN wegraph_patient_states s ON s.patient_id = p.id
    WHERE p.status = 'ACTIVE' AND p.consent = 'GRANTED' AND p.archived_at IS NULL AND (${after}::uuid IS NULL OR p.id > ${after}::uuid)
      AND (s.last_reading_at >= ${since}::timestamptz OR p.updated_at >= ${since}::timestamptz
        OR EXISTS (SELECT 1 FROM health_checkup_reports r WHERE r.patient_id = p.id AND r.published_at >= ${since}::timestamptz))
    ORDER BY p.id LIMIT ${take}`;
}
