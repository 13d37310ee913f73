import { Prisma } from "@wegraph/db-health/client";
import type { Tx } from "../../health.database.ts";
import type { MealContext, VitalCode } from "../../vital/vital.codes.ts";
import type { PastReading } from "./replay.rules.ts";

export interface PastSpan {
  from: Date;
  /** Not included; null for all that came since. */
  to: Date | null;
}

type PastRow = Omit<PastReading, "at" | "receivedAt" | "meal"> & {
  at: Date;
  receivedAt: Date;
  meal: MealContext | null;
};

/** A patient's readings of a code that rules judge: what was taken back and spikes are none of them. Oldest first. */
export async function pastReadings(
  client: Pick<Tx, "$queryRaw">,
  patientId: string,
  code: VitalCode,
  { from, to }: PastSpan,
  rowsMax: number,
): Promise<PastReading[]> {
  const before = to ? Prisma.sql`AND measured_at < ${to}::timestamptz` : Prisma.empty;
  const rows = await client.$queryRaw<PastRow[]>`
    SELECT value, measured_at AS at, received_at AS "receivedAt", device_id::text AS "deviceId", meal_context AS meal,
      flags @> '{IMPLAUSIBLE}' AS "isDoubtful"
    FROM health_vital_signs
    WHERE patient_id = ${patientId}::uuid AND code = ${code} AND measured_at >= ${from}::timestamptz ${before}
      AND retracted_at IS NULL AND NOT flags @> '{SPIKE}'
    ORDER BY measured_at, id LIMIT ${rowsMax}::int`;
  return rows.map((row) => ({ ...row, at: row.at.getTime(), receivedAt: row.receivedAt.getTime() }));
}
