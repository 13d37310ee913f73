import { Arg, Ctx, ID, Resolver, Subscription } from "type-graphql";
import type { SubscribeResolverData } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import type { EventFeed } from "@wegraph/kit/feed";
import { isUuid } from "@wegraph/kit/validate";
import { messageBatchProgressed } from "../message.events.ts";
import { MessageBatch } from "./batch.model.ts";
import type { MessageBatchReader } from "./batch.reader.ts";
import { StateStream } from "./stateStream.ts";

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

async function progress(
  feed: EventFeed,
  reader: MessageBatchReader,
  context: RequestContext,
  id: string,
): Promise<AsyncIterableIterator<object>> {
  // Followed before it is read, so that what happens in between is not lost.
  const events = await feed.subscribe(context, messageBatchProgressed, {
    where: ({ payload }) => payload.batchId === id.toLowerCase(),
    beginsWithState: true,
  });
  try {
    const batch = isUuid(id) ? await reader.find(context, id) : null;
    if (!batch) throw notFound("message batch", id);
    return new StateStream({ cursor: events.position, entity: batch.id }, events, {
      isOver: isOver(batch),
      endsWith: ({ payload }) => isOver(payload),
    });
  } catch (error) {
    await events.return();
    throw error;
  }
}

function isOver(counts: { total: number; sent: number; failed: number; cancelled: number }): boolean {
  return counts.sent + counts.failed + counts.cancelled === counts.total;
}
