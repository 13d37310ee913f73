import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { AlertPolicy, AlertPolicyPayload, UpdateAlertPolicyInput } from "./policy.model.ts";
import type { AlertPolicyService, PolicyRow } from "./policy.service.ts";

@Resolver(() => AlertPolicy)
export class AlertPolicyResolver {
  constructor(private readonly service: AlertPolicyService) {}

  @Requires("silence:read")
  @Query(() => AlertPolicy, { description: "How the tenant is told of alerts." })
  async alertPolicy(@Ctx() context: RequestContext): Promise<AlertPolicy> {
    return asPolicy(await this.service.read(context));
  }

  @Requires("silence:manage")
  @Mutation(() => AlertPolicyPayload, {
    description: "Changes grouping, quiet hours, escalation and inhibition; what is not given stays.",
  })
  async updateAlertPolicy(
    @Arg("input", () => UpdateAlertPolicyInput) input: UpdateAlertPolicyInput,
    @Ctx() context: RequestContext,
  ): Promise<AlertPolicyPayload> {
    const row = await this.service.change(context, input.expectedVersion, changeOf(input));
    return { policy: asPolicy(row) };
  }
}

function asPolicy({ policy, version, updatedAt }: PolicyRow): AlertPolicy {
  return { ...policy, version, updatedAt };
}

/** What a client left out or set to null stays as it is. */
function changeOf(input: UpdateAlertPolicyInput) {
  const {
    groupBy,
    groupWaitSeconds,
    groupIntervalSeconds,
    quietHours,
    clearQuietHours,
    escalation,
    inhibitions,
  } = input;
  return {
    ...(groupBy != null && { groupBy }),
    ...(groupWaitSeconds != null && { groupWaitSeconds }),
    ...(groupIntervalSeconds != null && { groupIntervalSeconds }),
    ...(quietHours != null && { quietHours }),
    ...(clearQuietHours === true && { quietHours: null }),
    ...(escalation != null && {
      escalation: escalation.map(({ afterMinutes, raiseTo, userIds }) => ({
        afterMinutes,
        raiseTo: raiseTo ?? null,
        userIds: userIds ?? [],
      })),
    }),
    ...(inhibitions != null && { inhibitions }),
  };
}
