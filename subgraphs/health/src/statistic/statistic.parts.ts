import type { HealthDatabase } from "../health.database.ts";
import type { PatientAccess } from "../patient/patient.access.ts";
import { CohortReader } from "./cohort.reader.ts";
import { OverviewReader } from "./overview.reader.ts";
import { OverviewResolver } from "./overview.resolver.ts";
import { statisticJobs } from "./statistic.jobs.ts";
import { StatisticKeeper } from "./statistic.keeper.ts";
import { StatisticReader } from "./statistic.reader.ts";
import { StatisticResolver } from "./statistic.resolver.ts";

interface StatisticOptions {
  db: HealthDatabase;
  access: PatientAccess;
  clock: () => Date;
}

export type Statistics = ReturnType<typeof assembleStatistics>;

/** Sums of vital signs, of one patient and of many, and the figures of the first page. */
export function assembleStatistics({ db, access, clock }: StatisticOptions) {
  const keeper = new StatisticKeeper(db, clock);
  return {
    keeper,
    reader: new StatisticReader(db, access),
    cohorts: new CohortReader(db, access, clock),
    overview: new OverviewReader(db, clock),
    jobs: statisticJobs(keeper),
  };
}

/** The face of statistics in the graph. */
export function statisticResolvers({ reader, cohorts, overview }: Statistics): object[] {
  return [new StatisticResolver(reader, cohorts), new OverviewResolver(overview)];
}
