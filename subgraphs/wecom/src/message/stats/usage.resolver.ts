import { Arg, Ctx, Int, Query, Resolver } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { TenantUsageDay } from "./usage.model.ts";
import type { TenantUsageReader } from "./usage.reader.ts";

@Resolver(() => TenantUsageDay)
export class TenantUsageResolver {
  constructor(private readonly reader: TenantUsageReader) {}

  @Requires("message:read")
  @Query(() => [TenantUsageDay], {
    description: "What the tenant used, oldest day first. For those who see all of the tenant's accounts.",
  })
  tenantUsage(
    @Arg("days", () => Int, { defaultValue: 30, description: "So many days, today included; 1 to 400." })
    days: number,
    @Ctx() context: RequestContext,
  ): Promise<TenantUsageDay[]> {
    return this.reader.days(context, days);
  }
}
