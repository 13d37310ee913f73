import { Arg, Args, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import type { QuotaDimension } from "@wegraph/kit/quota";
import type { QuotaAdmin } from "./quota.admin.ts";
import { dimensionFacts } from "./quota.dimensions.ts";
import {
  Quota,
  QuotaPayload,
  QuotaStatus,
  QuotaTenantArgs,
  ResetTenantQuotaInput,
  SetTenantQuotaInput,
} from "./quota.model.ts";
import { thresholdPercentDefault } from "./quota.plans.ts";
import { tenantAsked } from "./quota.reach.ts";
import { levelOf, quotaLevels } from "./quota.reader.ts";
import type { QuotaReader, QuotaState } from "./quota.reader.ts";

@Resolver(() => Quota)
export class QuotaResolver {
  constructor(
    private readonly reader: QuotaReader,
    private readonly admin: QuotaAdmin,
    private readonly clock: () => Date,
  ) {}

  @Requires("quota:read")
  @Query(() => [Quota], { description: "How each quota of the tenant stands." })
  async quotas(
    @Args(() => QuotaTenantArgs) { tenantId }: QuotaTenantArgs,
    @Ctx() context: RequestContext,
  ): Promise<Quota[]> {
    return (await this.reader.states(tenantAsked(context, tenantId, "quota:manage"))).map(asQuota);
  }

  @Requires("quota:read")
  @Query(() => QuotaStatus, { description: "All quotas of the tenant at a glance." })
  async quotaStatus(
    @Args(() => QuotaTenantArgs) args: QuotaTenantArgs,
    @Ctx() context: RequestContext,
  ): Promise<QuotaStatus> {
    const tenantId = tenantAsked(context, args.tenantId, "quota:manage");
    const quotas = (await this.reader.states(tenantId)).map(asQuota);
    const worst = Math.max(...quotas.map(({ level }) => quotaLevels.indexOf(level)));
    return {
      tenantId,
      plan: await this.reader.plan(tenantId),
      level: quotaLevels[worst] ?? "OK",
      quotas,
      asOf: this.clock(),
    };
  }

  @Requires("quota:manage")
  @Mutation(() => QuotaPayload, {
    description: "Agrees a limit with a tenant instead of its plan's. What is used already stays used.",
  })
  async setTenantQuota(
    @Arg("input", () => SetTenantQuotaInput) input: SetTenantQuotaInput,
    @Ctx() context: RequestContext,
  ): Promise<QuotaPayload> {
    const { tenantId, dimension, limit, policy, ceiling, step, note } = input;
    const thresholdPercent = input.thresholdPercent ?? thresholdPercentDefault;
    const wanted = { tenantId, dimension, limit, thresholdPercent, policy, ceiling, step, note };
    await this.admin.set(context, wanted);
    return this.payload(input);
  }

  @Requires("quota:manage")
  @Mutation(() => QuotaPayload, { description: "Has a quota follow the tenant's plan again." })
  async resetTenantQuota(
    @Arg("input", () => ResetTenantQuotaInput) input: ResetTenantQuotaInput,
    @Ctx() context: RequestContext,
  ): Promise<QuotaPayload> {
    await this.admin.reset(context, input);
    return this.payload(input);
  }

  private async payload(place: { tenantId: string; dimension: QuotaDimension }): Promise<QuotaPayload> {
    const [state] = await this.reader.states(place.tenantId, [place.dimension]);
    if (!state) throw new RangeError("a quota without a state");
    return { quota: asQuota(state) };
  }
}

export function asQuota(state: QuotaState): Quota {
  const { thresholdToldAt, limit, used, expanded, ...rest } = state;
  return {
    ...rest,
    limit,
    used,
    expanded,
    window: dimensionFacts[state.dimension].window,
    level: levelOf(state),
    remaining: limit === null ? null : Math.max(0, limit + expanded - used),
    thresholdReachedAt: thresholdToldAt,
  };
}
