import { Arg, Ctx, ID, Resolver, Subscription } from "type-graphql";
import type { SubscribeResolverData } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import type { EventFeed } from "@wegraph/kit/feed";
import { followState } from "@wegraph/kit/followState";
import { isUuid } from "@wegraph/kit/validate";
import { messageBatchProgressed } from "../message.events.ts";
import { MessageBatch } from "./batch.model.ts";
import type { MessageBatchReader } from "./batch.reader.ts";

/** The live progress of one batch, from where it stands until all of it is over. */
export function batchProgressResolver(feed: EventFeed, reader: MessageBatchReader): object {
  const subscribe = ({
    args,
    context,
  }: SubscribeResolverData<unknown, Record<string, unknown>, RequestContext>) =>
    progress(feed, reader, context, String(args["batchId"]));

  @Resolver(() => MessageBatch)
  class BatchProgressResolver {
    @Requires("message:read")
    @Subscription(() => MessageBatch, {
      subscribe,
      description:
        "A batch as it is now, then each time it comes further, a few times a second; ends with it.",
    })
    async batchProgress(
      @Arg("batchId", () => ID) id: string,
      @Ctx() context: RequestContext,
    ): Promise<MessageBatch> {
      const batch = await reader.find(context, id);
      if (!batch) throw notFound("message batch", id);
      return batch;
    }
  }
  return new BatchProgressResolver();
}

function progress(
  feed: EventFeed,
  reader: MessageBatchReader,
  context: RequestContext,
  id: string,
): Promise<AsyncIterableIterator<object>> {
  return followState(feed, context, messageBatchProgressed, {
    where: ({ payload }) => payload.batchId === id.toLowerCase(),
    async read() {
      const batch = isUuid(id) ? await reader.find(context, id) : null;
      if (!batch) throw notFound("message batch", id);
      return { entity: batch.id, isOver: isOver(batch) };
    },
    isLast: ({ payload }) => isOver(payload),
  });
}

function isOver(counts: { total: number; sent: number; failed: number; cancelled: number }): boolean {
  return counts.sent + counts.failed + counts.cancelled === counts.total;
}
