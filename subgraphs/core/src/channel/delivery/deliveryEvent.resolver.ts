import { Arg, Ctx, ID, Resolver, Root, Subscription } from "type-graphql";
import type { SubscribeResolverData } from "type-graphql";
import type { z } from "zod";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import type { EventFeed, FeedEvent } from "@wegraph/kit/feed";
import { notificationDeliveryChanged } from "../channel.events.ts";
import { NotificationDelivery } from "./delivery.model.ts";
import type { NotificationDeliveryReader } from "./delivery.reader.ts";
import { asDelivery } from "./delivery.view.ts";

type Changed = z.infer<typeof notificationDeliveryChanged.payload>;

/** The live log. A class made around the feed, because type-graphql calls `subscribe` without the resolver's instance. */
export function notificationDeliveryEventResolver(
  feed: EventFeed,
  reader: NotificationDeliveryReader,
): object {
  const subscribe = ({
    args,
    context,
  }: SubscribeResolverData<unknown, Record<string, unknown>, RequestContext>) => {
    const channelId = args["channelId"];
    return feed.subscribe(context, notificationDeliveryChanged, {
      where: ({ payload }) => typeof channelId !== "string" || payload.channelId === channelId.toLowerCase(),
    });
  };

  @Resolver(() => NotificationDelivery)
  class NotificationDeliveryEventResolver {
    @Requires("channel:read")
    @Subscription(() => NotificationDelivery, {
      subscribe,
      description: "A delivery each time an attempt at it has ended, or it is to be sent once more.",
    })
    async notificationDeliveryChanged(
      @Root() { payload }: FeedEvent<Changed>,
      @Arg("channelId", () => ID, { nullable: true }) _channelId: string | null,
      @Ctx() context: RequestContext,
    ): Promise<NotificationDelivery> {
      const row = await reader.find(context, payload.deliveryId);
      if (!row) throw notFound("notification delivery", payload.deliveryId);
      return asDelivery(row);
    }
  }
  return new NotificationDeliveryEventResolver();
}
