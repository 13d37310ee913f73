import type { RequestContext } from "@wegraph/kit/context";
import { z } from "zod";
import type { HealthDatabase } from "../health.database.ts";
import type { PatientAccess } from "../patient/patient.access.ts";
import type { HealthDataQuality } from "./quality.model.ts";

export const daysMax = 90;

const facts = z.object({
  expected: z.number().nullable(),
  sets: z.number(),
  received: z.number(),
  late: z.number(),
  implausible: z.number(),
  spikes: z.number(),
  flatLines: z.number(),
  clockCorrected: z.number(),
  drifting: z.number(),
});

/** Reads scores: of a device that was found within reach, or of a patient. */
export class QualityReader {
  constructor(
    private readonly db: HealthDatabase,
    private readonly access: PatientAccess,
  ) {}

  /** @throws AppError NOT_FOUND for a patient that the right does not reach. */
  async ofPatient(context: RequestContext, patientId: string, days: number): Promise<HealthDataQuality[]> {
    await this.access.open(context, "health-device:read", patientId, "DEVICES");
    return this.of(patientId, days);
  }

  /** The latest days that have scores, the latest first. */
  async of(subjectId: string, days: number): Promise<HealthDataQuality[]> {
    const rows = await this.db.tenant.qualityScore.findMany({
      where: { subjectId },
      orderBy: { day: "desc" },
      take: Math.min(Math.max(1, days), daysMax),
    });
    return rows.map((row) => ({
      ...facts.parse(row.facts),
      day: row.day.toISOString().slice(0, 10),
      total: row.total,
      completeness: row.completeness,
      timeliness: row.timeliness,
      plausibility: row.plausibility,
      consistency: row.consistency,
    }));
  }
}
