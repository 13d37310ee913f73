import type { Tx } from "../../health.database.ts";
import type { MealContext, VitalCode } from "../../vital/vital.codes.ts";
import type { PastReading } from "../backtest/replay.rules.ts";

/** More than so many are not judged again: what rests on them stays as it is. */
export const readingsMax = 20_000;

/** What is left of a patient's code since a moment, spikes left out; null where it is too much. */
export async function readingsSince(
  tx: Tx,
  patientId: string,
  code: VitalCode,
  since: Date,
): Promise<PastReading[] | null> {
  const rows = await tx.$queryRaw<
    (Omit<PastReading, "at" | "receivedAt" | "meal"> & {
      at: Date;
      receivedAt: Date;
      meal: MealContext | null;
    })[]
  >`
    SELECT value, measured_at AS at, received_at AS "receivedAt", device_id::text AS "deviceId", meal_context AS meal,
      flags @> '{IMPLAUSIBLE}' AS "isDoubtful"
    FROM health_vital_signs
    WHERE patient_id = ${patientId}::uuid AND code = ${code} AND measured_at >= ${since}::timestamptz
      AND retracted_at IS NULL AND NOT flags @> '{SPIKE}'
    ORDER BY measured_at, id LIMIT ${readingsMax + 1}::int`;
  if (rows.length > readingsMax) return null;
  return rows.map((row) => ({ ...row, at: row.at.getTime(), receivedAt: row.receivedAt.getTime() }));
}
