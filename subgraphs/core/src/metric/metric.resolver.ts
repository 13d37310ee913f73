import { Arg, Ctx, Query, Resolver } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { MetricInfo, MetricRangeResult, MetricsInput } from "./metric.model.ts";
import type { MetricReader } from "./metric.reader.ts";
import { asInfo, asSeries } from "./metric.view.ts";
import type { RangeReader } from "./reading/rangeReader.ts";

const pointsByDefault = 300;

@Resolver()
export class MetricResolver {
  constructor(
    private readonly reader: MetricReader,
    private readonly ranges: RangeReader,
  ) {}

  @Requires("metric:read")
  @Query(() => [MetricInfo], {
    description:
      "What was measured of the tenant in the last 24 hours, by name. The platform's own measurements are its own tenant's.",
  })
  async metricNames(@Ctx() { principal }: RequestContext): Promise<MetricInfo[]> {
    return (await this.reader.names(principal.tenantId)).map(asInfo);
  }

  @Requires("metric:read")
  @Query(() => MetricRangeResult, {
    description: "Measurements over any range, as finely as the range and `maxPoints` allow.",
  })
  async metrics(
    @Arg("input", () => MetricsInput) input: MetricsInput,
    @Ctx() { principal }: RequestContext,
  ): Promise<MetricRangeResult> {
    const { from, to, names, match, maxPoints, resolution } = input;
    const { source, stepSeconds, series, seriesCount } = await this.ranges.read({
      tenantId: principal.tenantId,
      names,
      match: Object.fromEntries((match ?? []).map(({ name, value }) => [name, value])),
      from,
      to,
      pointsMax: maxPoints ?? pointsByDefault,
      resolution: resolution ?? null,
    });
    return { from, to, resolution: source, stepSeconds, seriesCount, series: series.map(asSeries) };
  }
}
