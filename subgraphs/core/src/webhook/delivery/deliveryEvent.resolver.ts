import { Arg, Ctx, ID, Resolver, Root, Subscription } from "type-graphql";
import type { SubscribeResolverData } from "type-graphql";
import type { z } from "zod";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import type { EventFeed, FeedEvent } from "@wegraph/kit/feed";
import { webhookDeliveryChanged } from "../webhook.events.ts";
import { WebhookDelivery } from "./delivery.model.ts";
import type { DeliveryReader } from "./delivery.reader.ts";
import { asDelivery } from "./delivery.view.ts";

type Changed = z.infer<typeof webhookDeliveryChanged.payload>;

/** The live log. A class made around the feed, because type-graphql calls `subscribe` without the resolver's instance. */
export function deliveryEventResolver(feed: EventFeed, reader: DeliveryReader): object {
  const subscribe = ({
    args,
    context,
  }: SubscribeResolverData<unknown, Record<string, unknown>, RequestContext>) => {
    const endpointId = args["endpointId"];
    return feed.subscribe(context, webhookDeliveryChanged, {
      where: ({ payload }) =>
        typeof endpointId !== "string" || payload.endpointId === endpointId.toLowerCase(),
    });
  };

  @Resolver(() => WebhookDelivery)
  class DeliveryEventResolver {
    @Requires("webhook:read")
    @Subscription(() => WebhookDelivery, {
      subscribe,
      description: "A delivery each time an attempt at it has ended, or it is to be sent once more.",
    })
    async webhookDeliveryChanged(
      @Root() { payload }: FeedEvent<Changed>,
      @Arg("endpointId", () => ID, { nullable: true }) _endpointId: string | null,
      @Ctx() context: RequestContext,
    ): Promise<WebhookDelivery> {
      const row = await reader.find(context, payload.deliveryId);
      if (!row) throw notFound("webhook delivery", payload.deliveryId);
      return asDelivery(row);
    }
  }
  return new DeliveryEventResolver();
}
