import { Args, Ctx, Query, Resolver } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { tenantAsked } from "../quota.reach.ts";
import { UsageArgs, UsageDay } from "./usage.model.ts";
import type { UsageReader } from "./usage.reader.ts";

@Resolver(() => UsageDay)
export class UsageResolver {
  constructor(private readonly reader: UsageReader) {}

  @Requires("quota:read")
  @Query(() => [UsageDay], {
    description: "What the tenant used, oldest day first; days without any use are left out.",
  })
  usage(
    @Args(() => UsageArgs) { from, to, dimension, tenantId }: UsageArgs,
    @Ctx() context: RequestContext,
  ): Promise<UsageDay[]> {
    const asked = tenantAsked(context, tenantId, "quota:manage");
    return this.reader.days({ tenantId: asked, from, to, dimension });
  }
}
