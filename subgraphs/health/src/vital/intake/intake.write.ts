import { v7 } from "uuid";
import type { Tx } from "../../health.database.ts";
import type { News2 } from "../../news2/news2.ts";
import type { LatestValues, StoredReading } from "../reading.ts";
import { definitionOf } from "../vital.catalogue.ts";

export async function insertReadings(
  tx: Tx,
  tenantId: string,
  readings: readonly StoredReading[],
): Promise<void> {
  if (readings.length === 0) return;
  const column = <T>(read: (reading: StoredReading) => T) => readings.map(read);
  await tx.$executeRaw`
    INSERT INTO health_vital_signs (patient_id, code, measured_at, id, tenant_id, value, unit, given_value, given_unit, meal_context,
      flags, source, device_id, set_id, skew_ms, entered_by_id, received_at)
    SELECT patient_id, code, measured_at, id, ${tenantId}::uuid, value, unit, given_value, given_unit, meal_context,
      string_to_array(flags, ' '), source, device_id, set_id, skew_ms, entered_by_id, received_at
    FROM unnest(${column(({ patientId }) => patientId)}::uuid[], ${column(({ code }) => code)}::text[],
      ${column(({ measuredAt }) => measuredAt.toISOString())}::timestamptz[], ${column(({ id }) => id)}::uuid[],
      ${column(({ value }) => value)}::float8[], ${column(({ code }) => definitionOf(code).unit)}::text[],
      ${column(({ given }) => given?.value ?? null)}::float8[], ${column(({ given }) => given?.unit ?? null)}::text[],
      ${column(({ mealContext }) => mealContext)}::text[], ${column(({ flags }) => flags.join(" "))}::text[],
      ${column(({ source }) => source)}::text[], ${column(({ deviceId }) => deviceId)}::uuid[], ${column(({ setId }) => setId)}::uuid[],
      ${column(({ skewMs }) => skewMs)}::int[], ${column(({ enteredById }) => enteredById)}::uuid[],
      ${column(({ receivedAt }) => receivedAt.toISOString())}::timestamptz[])
      AS n (patient_id, code, measured_at, id, value, unit, given_value, given_unit, meal_context, flags, source, device_id, set_id,
        skew_ms, entered_by_id, received_at)`;
}

export interface NewState {
  patientId: string;
  after: LatestValues;
  /** Undefined: as it was. */
  news2: News2 | null | undefined;
}

/** Of patients whose states are locked. */
export async function writeStates(tx: Tx, states: readonly NewState[]): Promise<void> {
  if (states.length === 0) return;
  const column = <T>(read: (state: NewState) => T) => states.map(read);
  await tx.$executeRaw`
    UPDATE wegraph_patient_states s SET latest = n.latest::jsonb, last_reading_at = n.last_at,
      news2 = CASE WHEN n.scores THEN n.news2 ELSE s.news2 END, news2_risk = CASE WHEN n.scores THEN n.risk ELSE s.news2_risk END,
      news2_at = CASE WHEN n.scores THEN n.at ELSE s.news2_at END
    FROM unnest(${column(({ patientId }) => patientId)}::uuid[], ${column(({ after }) => JSON.stringify(after))}::text[],
      ${column(({ after }) => newestOf(after))}::timestamptz[], ${column(({ news2 }) => news2 !== undefined)}::boolean[],
      ${column(({ news2 }) => news2?.score ?? null)}::int[], ${column(({ news2 }) => news2?.risk ?? null)}::text[],
      ${column(({ news2 }) => news2?.at.toISOString() ?? null)}::timestamptz[]) AS n (patient_id, latest, last_at, scores, news2, risk, at)
    WHERE s.patient_id = n.patient_id`;
}

function newestOf(latest: LatestValues): string | null {
  const times = Object.values(latest).map(({ at }) => at.getTime());
  return times.length === 0 ? null : new Date(Math.max(...times)).toISOString();
}

export interface NewScore {
  patientId: string;
  news2: News2;
}

export async function insertScores(tx: Tx, tenantId: string, scores: readonly NewScore[]): Promise<void> {
  if (scores.length === 0) return;
  const column = <T>(read: (news2: News2) => T) => scores.map(({ news2 }) => read(news2));
  await tx.$executeRaw`
    INSERT INTO wegraph_news2_scores (id, tenant_id, patient_id, at, score, risk, parts, scale)
    SELECT id, ${tenantId}::uuid, patient_id, at, score, risk, parts::jsonb, scale
    FROM unnest(${scores.map(() => v7())}::uuid[], ${scores.map(({ patientId }) => patientId)}::uuid[],
      ${column(({ at }) => at.toISOString())}::timestamptz[], ${column(({ score }) => score)}::int[], ${column(({ risk }) => risk)}::text[],
      ${column(({ parts, assumed }) => JSON.stringify({ ...parts, assumed }))}::text[], ${column(({ scale }) => scale)}::int[])
      AS n (id, patient_id, at, score, risk, parts, scale)`;
}
