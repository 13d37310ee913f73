import type { Tx } from "../health.database.ts";
import type { VitalCode } from "../vital/vital.codes.ts";
import type { Sample } from "./rule.measures.ts";

/** Which readings of a patient are wanted: those of a code in some time, the newest so many. */
export interface WindowWanted {
  patientId: string;
  code: VitalCode;
  since: Date;
  /** Not included. */
  before: Date;
  count: number;
}

export type Windows = ReadonlyMap<string, readonly Sample[]>;

export function windowKey(patientId: string, code: VitalCode): string {
  return `${patientId} ${code}`;
}

/** Of many patients with one statement, each by an index scan that stops early; oldest first. SPIKE readings are none. */
export async function readWindows(
  tx: Pick<Tx, "$queryRaw">,
  wanted: readonly WindowWanted[],
): Promise<Windows> {
  if (wanted.length === 0) return new Map();
  const asked = wanted.map(({ patientId, ...rest }) => ({ patient_id: patientId, ...rest }));
  const earliest = new Date(Math.min(...asked.map(({ since }) => since.getTime())));
  const latest = new Date(Math.max(...asked.map(({ before }) => before.getTime())));
  // The outer bounds are for the planner: they leave out partitions.
  const rows = await tx.$queryRaw<
    {
      patientId: string;
      code: VitalCode;
      value: number;
      at: Date;
      deviceId: string | null;
      isDoubtful: boolean;
    }[]
  >`
    SELECT w.patient_id::text AS "patientId", w.code, v.value, v.measured_at AS at, v.device_id::text AS "deviceId",
      v.flags @> '{IMPLAUSIBLE}' AS "isDoubtful"
    FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) AS w (patient_id uuid, code text, before timestamptz, since timestamptz, count int)
    CROSS JOIN LATERAL (
      SELECT r.value, r.measured_at, r.device_id, r.flags, r.id FROM health_vital_signs r
      WHERE r.patient_id = w.patient_id AND r.code = w.code AND r.measured_at < w.before AND r.measured_at >= w.since
        AND r.measured_at >= ${earliest}::timestamptz AND r.measured_at < ${latest}::timestamptz
        AND r.retracted_at IS NULL AND NOT r.flags @> '{SPIKE}'
      ORDER BY r.measured_at DESC LIMIT w.count) AS v
    ORDER BY v.measured_at, v.id`;
  const windows = new Map<string, Sample[]>();
  for (const { patientId, code, value, at, deviceId, isDoubtful } of rows) {
    const key = windowKey(patientId, code);
    const sample = { value, at: at.getTime(), deviceId, isDoubtful };
    const known = windows.get(key);
    if (known) known.push(sample);
    else windows.set(key, [sample]);
  }
  return windows;
}
