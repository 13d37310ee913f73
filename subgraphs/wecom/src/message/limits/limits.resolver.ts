import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { ChangeProviderLimitInput, ProviderLimit, ProviderLimitPayload } from "./limits.model.ts";
import type { ProviderLimits } from "./limits.service.ts";

@Resolver(() => ProviderLimit)
export class ProviderLimitResolver {
  constructor(private readonly limits: ProviderLimits) {}

  @Requires("message:read")
  @Query(() => [ProviderLimit], { description: "What WeCom allows, as the platform reckons with it." })
  providerLimits(): Promise<ProviderLimit[]> {
    return this.limits.list();
  }

  @Requires("provider-limit:manage")
  @Mutation(() => ProviderLimitPayload, {
    description: "Changes what the platform reckons with, for all tenants.",
  })
  async changeProviderLimit(
    @Arg("input", () => ChangeProviderLimitInput) input: ChangeProviderLimitInput,
    @Ctx() context: RequestContext,
  ): Promise<ProviderLimitPayload> {
    return { providerLimit: await this.limits.change(context, input) };
  }
}
