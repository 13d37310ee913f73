import { z } from "zod";
import type { LatestValue, LatestValues, StoredReading } from "./reading.ts";
import { readingFlags, vitalCodes } from "./vital.codes.ts";
import type { VitalCode } from "./vital.codes.ts";

const shape = z.partialRecord(
  z.enum(vitalCodes),
  z.object({
    value: z.number(),
    at: z.coerce.date(),
    deviceId: z.string().nullable(),
    flags: z.array(z.enum(readingFlags)).default([]),
  }),
);

/** As `PatientState.latest` holds it. */
export function latestOf(json: unknown): LatestValues {
  return shape.parse(json);
}

export function latestOfReading({ value, measuredAt, deviceId, flags }: LatestOf): LatestValue {
  return { value, at: measuredAt, deviceId, flags };
}

type LatestOf = Pick<StoredReading, "value" | "measuredAt" | "deviceId" | "flags">;

/** Of two values measured at the same moment, the one that came later counts: it may be a correction. */
export function isNewest(measuredAt: Date, code: VitalCode, latest: LatestValues): boolean {
  const known = latest[code];
  return !known || measuredAt >= known.at;
}
