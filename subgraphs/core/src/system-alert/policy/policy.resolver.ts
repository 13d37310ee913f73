import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import {
  AlertPolicy,
  AlertPolicyPayload,
  ResetAlertPolicyInput,
  UpdateAlertPolicyInput,
} from "./policy.model.ts";
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

  @Requires("silence:manage")
  @Mutation(() => AlertPolicyPayload, {
    description: "Makes the policy what it was shipped as, and keeps it that as the platform is updated.",
  })
  async resetAlertPolicy(
    @Arg("input", () => ResetAlertPolicyInput) { expectedVersion }: ResetAlertPolicyInput,
    @Ctx() context: RequestContext,
  ): Promise<AlertPolicyPayload> {
    return { policy: asPolicy(await this.service.reset(context, expectedVersion)) };
  }
}

function asPolicy({ policy, ...row }: PolicyRow): AlertPolicy {
  return { ...policy, ...row };
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
