import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { Arg, Ctx, ID, Query, Resolver } from "type-graphql";
import { HealthCohort } from "./cohort.model.ts";
import type { CohortReader } from "./cohort.reader.ts";
import { HealthCohortFilter, HealthStatistic, HealthStatisticFilter } from "./statistic.model.ts";
import type { StatisticReader } from "./statistic.reader.ts";

@Resolver()
export class StatisticResolver {
  constructor(
    private readonly reader: StatisticReader,
    private readonly cohorts: CohortReader,
  ) {}

  @Requires("health-analysis:read")
  @Query(() => [HealthStatistic], {
    description:
      "Sums of a patient's vital signs, the earliest first; periods without readings are left out.",
  })
  healthStatistics(
    @Arg("patientId", () => ID) patientId: string,
    @Arg("filter", () => HealthStatisticFilter) filter: HealthStatisticFilter,
    @Ctx() context: RequestContext,
  ): Promise<HealthStatistic[]> {
    return this.reader.ofPatient(context, patientId, filter);
  }

  @Requires("health-analysis:read")
  @Query(() => HealthCohort, {
    description: "A vital sign over many of the patients you may see. Not a diagnosis of anybody.",
  })
  healthCohort(
    @Arg("filter", () => HealthCohortFilter) filter: HealthCohortFilter,
    @Ctx() context: RequestContext,
  ): Promise<HealthCohort> {
    return this.cohorts.read(context, filter);
  }
}
