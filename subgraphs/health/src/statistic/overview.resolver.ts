import { Requires, SignedIn } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { Ctx, FieldResolver, Query, Resolver } from "type-graphql";
import {
  HealthOverviewAlerts,
  HealthOverviewDevices,
  HealthOverviewNews2,
  HealthOverview,
  HealthOverviewPatients,
  HealthOverviewReadings,
  HealthOverviewRisk,
} from "./overview.model.ts";
import type { OverviewReader } from "./overview.reader.ts";

@Resolver(() => HealthOverview)
export class OverviewResolver {
  constructor(private readonly reader: OverviewReader) {}

  @SignedIn()
  @Query(() => HealthOverview, { description: "How those are whom you may see, in figures." })
  healthOverview(): HealthOverview {
    return { asOf: this.reader.now() };
  }

  @Requires("patient:read")
  @FieldResolver(() => HealthOverviewPatients, { nullable: true })
  patients(@Ctx() context: RequestContext): Promise<HealthOverviewPatients> {
    return this.reader.patients(context);
  }

  @Requires("vital-sign:read")
  @FieldResolver(() => HealthOverviewReadings, { nullable: true })
  readings(@Ctx() context: RequestContext): Promise<HealthOverviewReadings> {
    return this.reader.readings(context);
  }

  @Requires("health-alert:read")
  @FieldResolver(() => [HealthOverviewAlerts], {
    nullable: true,
    description: "Severities with open alerts.",
  })
  alerts(@Ctx() context: RequestContext): Promise<HealthOverviewAlerts[]> {
    return this.reader.alerts(context);
  }

  @Requires("health-device:read")
  @FieldResolver(() => HealthOverviewDevices, { nullable: true })
  devices(@Ctx() context: RequestContext): Promise<HealthOverviewDevices> {
    return this.reader.devices(context);
  }

  @Requires("vital-sign:read")
  @FieldResolver(() => [HealthOverviewNews2], { nullable: true, description: "Risks that patients have." })
  news2(@Ctx() context: RequestContext): Promise<HealthOverviewNews2[]> {
    return this.reader.news2(context);
  }

  @Requires("health-analysis:read")
  @FieldResolver(() => [HealthOverviewRisk], { nullable: true, description: "Levels that patients have." })
  risks(@Ctx() context: RequestContext): Promise<HealthOverviewRisk[]> {
    return this.reader.risks(context);
  }
}
