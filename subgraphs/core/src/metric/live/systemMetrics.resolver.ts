import { Arg, Resolver, Root, Subscription } from "type-graphql";
import type { SubscribeResolverData } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError } from "@wegraph/kit/errors";
import { isSignedIn, refusal } from "@wegraph/kit/principal";
import { MetricResolutionEnum, SystemMetrics, namesMax, namesRule } from "../metric.model.ts";
import { asLive } from "../metric.view.ts";
import { resolutions, secondsOf } from "../rollup/resolution.rules.ts";
import type { Resolution } from "../rollup/resolution.rules.ts";
import type { LiveUpdate } from "./liveMetrics.ts";
import { liveStream } from "./liveStream.ts";
import type { MetricHub } from "./metricHub.ts";

type Subscribing = SubscribeResolverData<unknown, Record<string, unknown>, RequestContext>;

/** A class made around the hub, because type-graphql calls `subscribe` without the resolver's instance. */
export function systemMetricsResolver(hub: MetricHub): object {
  const subscribe = ({ args, context: { principal } }: Subscribing) => {
    if (!isSignedIn(principal)) throw refusal(principal, []);
    const names = namesRule.safeParse(args["names"]);
    if (!names.success)
      throw new AppError("INVALID_INPUT", "INPUT_INVALID", `Between 1 and ${namesMax} names.`, {
        path: ["names"],
      });
    const resolution = resolutions.find((known) => known === args["resolution"]) ?? "TEN_SECONDS";
    return liveStream(hub, {
      tenantId: principal.tenantId,
      names: names.data,
      seconds: secondsOf[resolution],
    });
  };

  @Resolver(() => SystemMetrics)
  class SystemMetricsResolver {
    @Requires("metric:read")
    @Subscription(() => SystemMetrics, {
      subscribe,
      description:
        "Measurements of the tenant as they are made, every 10 seconds; at a coarser resolution once its time is over.",
    })
    systemMetrics(
      @Root() update: LiveUpdate,
      @Arg("names", () => [String]) _names: string[],
      @Arg("resolution", () => MetricResolutionEnum, { nullable: true }) _resolution: Resolution | null,
    ): SystemMetrics {
      return asLive(update);
    }
  }
  return new SystemMetricsResolver();
}
