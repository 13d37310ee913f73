import { Arg, Ctx, ID, Mutation, Query, Resolver, Subscription } from "type-graphql";
import type { SubscribeResolverData } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import { oneOf } from "@wegraph/kit/codes";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import type { EventFeed } from "@wegraph/kit/feed";
import { followState } from "@wegraph/kit/followState";
import { isUuid } from "@wegraph/kit/validate";
import { deliveryStatuses } from "../delivery/delivery.status.ts";
import { webhookReplayProgressed } from "../webhook.events.ts";
import {
  ReplayWebhookDeliveriesInput,
  WebhookReplay,
  WebhookReplayPayload,
  replayStatuses,
} from "./replay.model.ts";
import type { ReplayRow, ReplayService } from "./replay.service.ts";

@Resolver(() => WebhookReplay)
export class WebhookReplayResolver {
  constructor(private readonly replays: ReplayService) {}

  @Requires("webhook:read")
  @Query(() => WebhookReplay, {
    nullable: true,
    description: "One replay; null if there is none with this id.",
  })
  async webhookReplay(
    @Arg("id", () => ID) id: string,
    @Ctx() context: RequestContext,
  ): Promise<WebhookReplay | null> {
    const row = await this.replays.find(context, id);
    return row && asReplay(row);
  }

  @Requires("webhook:manage")
  @Mutation(() => WebhookReplayPayload, {
    description: "Sends once more what did not arrive in some time, in the background and with the same ids.",
  })
  async replayWebhookDeliveries(
    @Arg("input", () => ReplayWebhookDeliveriesInput) input: ReplayWebhookDeliveriesInput,
    @Ctx() context: RequestContext,
  ): Promise<WebhookReplayPayload> {
    return { replay: asReplay(await this.replays.start(context, input)) };
  }
}

/** The live progress of one replay. Made around the feed, as deliveryEventResolver is. */
export function replayProgressResolver(feed: EventFeed, replays: ReplayService): object {
  const subscribe = ({
    args,
    context,
  }: SubscribeResolverData<unknown, Record<string, unknown>, RequestContext>) =>
    progress(feed, replays, context, String(args["replayId"]));

  @Resolver(() => WebhookReplay)
  class ReplayProgressResolver {
    @Requires("webhook:read")
    @Subscription(() => WebhookReplay, {
      subscribe,
      description: "A replay as it is now, then each time it comes further; ends with it.",
    })
    async webhookReplayProgress(
      @Arg("replayId", () => ID) id: string,
      @Ctx() context: RequestContext,
    ): Promise<WebhookReplay> {
      const row = await replays.find(context, id);
      if (!row) throw notFound("webhook replay", id);
      return asReplay(row);
    }
  }
  return new ReplayProgressResolver();
}

function progress(
  feed: EventFeed,
  replays: ReplayService,
  context: RequestContext,
  id: string,
): Promise<AsyncIterableIterator<object>> {
  return followState(feed, context, webhookReplayProgressed, {
    where: ({ payload }) => payload.replayId === id.toLowerCase(),
    async read() {
      const row = isUuid(id) ? await replays.find(context, id) : null;
      if (!row) throw notFound("webhook replay", id);
      return { entity: row.id, isOver: row.status !== "RUNNING" };
    },
    isLast: ({ payload }) => payload.status !== "RUNNING",
  });
}

function asReplay(row: ReplayRow): WebhookReplay {
  return {
    ...row,
    status: oneOf(replayStatuses, row.status),
    statuses: row.statuses.map((status) => oneOf(deliveryStatuses, status)),
  };
}
