import { Arg, Ctx, Resolver, Root, Subscription } from "type-graphql";
import type { SubscribeResolverData } from "type-graphql";
import type { z } from "zod";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import type { EventFeed, FeedEvent } from "@wegraph/kit/feed";
import type { QuotaDimension } from "@wegraph/kit/quota";
import { quotaChanged } from "./quota.events.ts";
import { DimensionEnum, Quota } from "./quota.model.ts";
import type { QuotaReader } from "./quota.reader.ts";
import { asQuota } from "./quota.resolver.ts";

type Changed = z.infer<typeof quotaChanged.payload>;

/** Live quotas. A class made around the feed, because type-graphql calls `subscribe` without the resolver's instance. */
export function quotaEventResolver(feed: EventFeed, reader: QuotaReader): object {
  const subscribe = ({
    args,
    context,
  }: SubscribeResolverData<unknown, Record<string, unknown>, RequestContext>) => {
    const { dimension } = args;
    return feed.subscribe(context, quotaChanged, {
      where: ({ payload }) => dimension == null || payload.dimension === dimension,
    });
  };

  @Resolver(() => Quota)
  class QuotaEventResolver {
    @Requires("quota:read")
    @Subscription(() => Quota, {
      subscribe,
      description: "A quota of the own tenant when it has changed, once a second at most.",
    })
    async quotaChanged(
      @Root() { payload }: FeedEvent<Changed>,
      @Arg("dimension", () => DimensionEnum, { nullable: true }) _dimension: QuotaDimension | null,
      @Ctx() { principal }: RequestContext,
    ): Promise<Quota> {
      const [state] = await reader.states(principal.tenantId, [payload.dimension]);
      if (!state) throw new RangeError("a quota without a state");
      return asQuota(state);
    }
  }
  return new QuotaEventResolver();
}
