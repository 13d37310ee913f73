import { oneOf } from "@wegraph/kit/codes";
import { lenient } from "../health.database.ts";
import type { HealthDatabase } from "../health.database.ts";
import { retryingClashes } from "../vital/intake/intake.clash.ts";
import { readingFlags, vitalCodes } from "../vital/vital.codes.ts";
import type { VitalCode } from "../vital/vital.codes.ts";
import type { MarkedPoint, SeriesFindings } from "./mark.rules.ts";

export interface SeriesOf {
  patientId: string;
  deviceId: string;
}

/** Reads what a device measured of a patient, by vital sign and in the order of time. */
export async function readSeries(
  db: HealthDatabase,
  { patientId, deviceId }: SeriesOf,
  since: Date,
  until: Date,
): Promise<{ code: VitalCode; points: MarkedPoint[] }[]> {
  const rows = await db.tenant.$queryRaw<
    { code: string; ids: string[]; times: number[]; values: number[]; flags: string[] }[]
  >`
    SELECT code, array_agg(id::text ORDER BY measured_at, id) AS ids,
      array_agg(extract(epoch FROM measured_at)::float8 ORDER BY measured_at, id) AS times,
      array_agg(value ORDER BY measured_at, id) AS values,
      array_agg(array_to_string(flags, ' ') ORDER BY measured_at, id) AS flags
    FROM health_vital_signs
    WHERE patient_id = ${patientId}::uuid AND device_id = ${deviceId}::uuid AND retracted_at IS NULL
      AND measured_at >= ${since}::timestamptz AND measured_at < ${until}::timestamptz
    GROUP BY code`;
  return rows.map(({ code, ids, times, values, flags }) => ({
    code: oneOf(vitalCodes, code),
    points: ids.map((id, nth) => ({
      id,
      at: Math.round((times[nth] ?? 0) * 1_000),
      value: values[nth] ?? Number.NaN,
      flags: (flags[nth] ?? "").split(" ").flatMap((flag) => (flag === "" ? [] : oneOf(readingFlags, flag))),
    })),
  }));
}

/** Writes flags at readings, and at the patient's latest value where that is one of them. */
export async function writeMarks(
  db: HealthDatabase,
  { patientId, deviceId }: SeriesOf,
  code: VitalCode,
  changes: SeriesFindings["changes"],
): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ id, at, flags }) => ({ id, at: new Date(at).toISOString(), flags }));
  const json = JSON.stringify(rows);
  await retryingClashes(() =>
    db.tenant.$transaction(async (tx) => {
      // The state first, as everybody who writes a patient's readings does.
      await tx.$executeRaw`
        UPDATE wegraph_patient_states s SET latest = jsonb_set(s.latest, ARRAY[${code}::text, 'flags'], n.flags)
        FROM jsonb_to_recordset(${json}::jsonb) AS n (at timestamptz, flags jsonb)
        WHERE s.patient_id = ${patientId}::uuid AND (s.latest -> ${code}::text ->> 'at')::timestamptz = n.at
          AND s.latest -> ${code}::text ->> 'deviceId' = ${deviceId}`;
      await tx.$executeRaw`
        UPDATE health_vital_signs v SET flags = ARRAY(SELECT jsonb_array_elements_text(n.flags))
        FROM jsonb_to_recordset(${json}::jsonb) AS n (id uuid, at timestamptz, flags jsonb)
        WHERE v.patient_id = ${patientId}::uuid AND v.code = ${code} AND v.measured_at = n.at AND v.id = n.id`;
    }, lenient),
  );
}
