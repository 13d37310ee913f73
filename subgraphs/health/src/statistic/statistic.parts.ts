import type { HealthDatabase } from "../health.database.ts";
import type { PatientAccess } from "../patient/patient.access.ts";
import { CohortReader } from "./cohort.reader.ts";
import { OverviewReader } from "./overview.reader.ts";
import { OverviewResolver } from "./overview.resolver.ts";
import { statisticJobs } from "./statistic.jobs.ts";
import { StatisticKeeper } from "./statistic.keeper.ts";
import type { TenantZones } from "../tenant/tenantZones.ts";
import { StatisticRemakes } from "./statistic.remakes.ts";
import { StatisticReader } from "./statistic.reader.ts";
import { StatisticResolver } from "./statistic.resolver.ts";

interface StatisticOptions {
  db: HealthDatabase;
  access: PatientAccess;
  zones: TenantZones;
  clock: () => Date;
}

export type Statistics = ReturnType<typeof assembleStatistics>;

/** Sums of vital signs, of one patient and of many, and the figures of the first page. */
export function assembleStatistics({ db, access, zones, clock }: StatisticOptions) {
  const remakes = new StatisticRemakes(db, clock);
  const keeper = new StatisticKeeper(db, zones, remakes, clock);
  return {
    keeper,
    remakes,
    reader: new StatisticReader(db, access),
    cohorts: new CohortReader({ db, access, zones, clock }),
    overview: new OverviewReader(db, zones, clock),
    jobs: statisticJobs(keeper),
  };
}

/** The face of statistics in the graph. */
export function statisticResolvers({ reader, cohorts, overview }: Statistics): object[] {
  return [new StatisticResolver(reader, cohorts), new OverviewResolver(overview)];
}
