import { FieldResolver, Resolver, Root, Subscription } from "type-graphql";
import type { SubscribeResolverData } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import type { EventFeed, FeedEvent } from "@wegraph/kit/feed";
import { mustBePlatform } from "../platformTenant.ts";
import { componentHealthChanged } from "./uptime.events.ts";
import type { ComponentChange } from "./uptime.events.ts";
import { ComponentHealthEvent, SystemHealth } from "./uptime.model.ts";
import type { UptimeReader } from "./uptime.reader.ts";
import { asSystemHealth } from "./uptime.view.ts";

/** The live map. A class made around the feed, because type-graphql calls `subscribe` without the resolver's instance. */
export function uptimeEventResolver(feed: EventFeed, reader: UptimeReader, clock: () => Date): object {
  const subscribe = ({
    context,
  }: SubscribeResolverData<unknown, Record<string, unknown>, RequestContext>) => {
    mustBePlatform(context.principal);
    return feed.subscribe(context, componentHealthChanged);
  };

  @Resolver(() => ComponentHealthEvent)
  class UptimeEventResolver {
    @Requires("system:read")
    @Subscription(() => ComponentHealthEvent, {
      subscribe,
      description: "A process, or what one needs, became well or ill, came or went.",
    })
    componentHealth(@Root() { id, at, payload }: FeedEvent<ComponentChange>): ComponentHealthEvent {
      return { id, at: new Date(at), ...payload };
    }

    @FieldResolver(() => SystemHealth, {
      description: "The whole map as it is now, which may be later than the event.",
    })
    async systemHealth(): Promise<SystemHealth> {
      return asSystemHealth(await reader.components(), clock());
    }
  }
  return new UptimeEventResolver();
}
