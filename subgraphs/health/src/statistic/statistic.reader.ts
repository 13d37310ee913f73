import type { RequestContext } from "@wegraph/kit/context";
import { dayOf, dayText } from "../calendar.ts";
import type { HealthDatabase } from "../health.database.ts";
import type { PatientAccess } from "../patient/patient.access.ts";
import type { HealthStatistic, HealthStatisticFilter } from "./statistic.model.ts";

/** Reads a patient's sums: of patients that the right reaches, and each look is on record. */
export class StatisticReader {
  constructor(
    private readonly db: HealthDatabase,
    private readonly access: PatientAccess,
  ) {}

  /** The earliest first; periods without readings are left out. @throws AppError NOT_FOUND */
  async ofPatient(
    context: RequestContext,
    patientId: string,
    { codes, period, from, to }: HealthStatisticFilter,
  ): Promise<HealthStatistic[]> {
    await this.access.open(context, "health-analysis:read", patientId, "STATISTICS");
    const rows = await this.db.tenant.healthStatistic.findMany({
      where: { patientId, period, code: { in: codes }, startsOn: { gte: dayOf(from), lte: dayOf(to) } },
      orderBy: [{ startsOn: "asc" }, { code: "asc" }],
    });
    return rows.map(({ startsOn, ...row }) => ({ ...row, startsOn: dayText(startsOn) }));
  }
}
