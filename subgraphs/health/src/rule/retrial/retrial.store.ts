import type { Tx } from "../../health.database.ts";
import type { VitalCode } from "../../vital/vital.codes.ts";
import { pastReadings } from "../backtest/past.store.ts";
import type { PastReading } from "../backtest/replay.rules.ts";

/** More than so many are not judged again: what rests on them stays as it is. */
export const readingsMax = 20_000;

/** What is left of a patient's code since a moment; null where it is too much. */
export async function readingsSince(
  tx: Tx,
  patientId: string,
  code: VitalCode,
  since: Date,
): Promise<PastReading[] | null> {
  const readings = await pastReadings(tx, patientId, code, { from: since, to: null }, readingsMax + 1);
  return readings.length > readingsMax ? null : readings;
}
