import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import type { LiveSettings } from "@wegraph/kit/liveSettings";
import { Args, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import { news2FreshMinutes } from "../../news2/news2.settings.ts";
import type { PatientAccess } from "../../patient/patient.access.ts";
import { rangeOf } from "../vital.catalogue.resolver.ts";
import { definitionOf } from "../vital.catalogue.ts";
import { ChartArgs } from "./chart.input.ts";
import { News2Point, VitalSignBaseline, VitalSignChart, VitalSignSeries } from "./chart.model.ts";
import type { ChartReader } from "./chart.reader.ts";

@Resolver(() => VitalSignChart)
export class ChartResolver {
  constructor(
    private readonly access: PatientAccess,
    private readonly reader: ChartReader,
    private readonly settings: LiveSettings,
  ) {}

  @Requires("vital-sign:read")
  @Query(() => VitalSignChart, {
    description:
      "A patient's vital signs over a range of time: all values where they fit, else thinned out so that no extreme is lost.",
  })
  async vitalSignChart(
    @Args(() => ChartArgs) { patientId, codes, from, to, points }: ChartArgs,
    @Ctx() context: RequestContext,
  ): Promise<VitalSignChart> {
    await this.access.open(context, "vital-sign:read", patientId, "VITAL_SIGNS");
    const range = { patientId, from, to, points };
    const series = await Promise.all(
      codes.map(async (code) => {
        const { unit, reference } = definitionOf(code);
        const read = await this.reader.series(code, range);
        return { ...read, code, unit, reference: reference && rangeOf(reference), patientId, from };
      }),
    );
    const freshMinutes = this.settings.get(news2FreshMinutes, context.principal.tenantId);
    return { ...range, series, news2FreshMinutes: freshMinutes };
  }

  @FieldResolver(() => [News2Point], { description: "By time; of each stretch the highest and the last." })
  news2(@Root() { patientId, from, to, points }: VitalSignChart): Promise<News2Point[]> {
    return this.reader.scores({ patientId, from, to, points });
  }
}

@Resolver(() => VitalSignSeries)
export class ChartSeriesResolver {
  constructor(private readonly reader: ChartReader) {}

  @FieldResolver(() => VitalSignBaseline, {
    nullable: true,
    description: "What is usual for this patient; null where nothing was measured in the 14 days before.",
  })
  baseline(@Root() { code, patientId, from }: VitalSignSeries): Promise<VitalSignBaseline | null> {
    return this.reader.baseline(code, patientId, from);
  }
}
