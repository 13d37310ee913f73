import { Arg, Ctx, ID, Resolver, Subscription } from "type-graphql";
import type { SubscribeResolverData } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import type { EventFeed } from "@wegraph/kit/feed";
import { followState } from "@wegraph/kit/followState";
import { isUuid } from "@wegraph/kit/validate";
import { bulkOperationProgressed } from "./bulk.events.ts";
import { BulkOperation } from "./bulk.model.ts";
import type { BulkReader } from "./bulk.reader.ts";

/** The live progress of one operation, from where it stands until it ends. Made around the feed, as accountEventResolver is. */
export function bulkProgressResolver(feed: EventFeed, reader: BulkReader): object {
  const subscribe = ({
    args,
    context,
  }: SubscribeResolverData<unknown, Record<string, unknown>, RequestContext>) =>
    progress(feed, reader, context, String(args["bulkOperationId"]));

  @Resolver(() => BulkOperation)
  class BulkProgressResolver {
    @Requires("account:read")
    @Subscription(() => BulkOperation, {
      subscribe,
      description: "A bulk operation as it is now, then each time it comes further; ends with it.",
    })
    async bulkOperationProgress(
      @Arg("bulkOperationId", () => ID) id: string,
      @Ctx() context: RequestContext,
    ): Promise<BulkOperation> {
      const operation = await reader.find(context, id);
      if (!operation) throw notFound("bulk operation", id);
      return operation;
    }
  }
  return new BulkProgressResolver();
}

function progress(
  feed: EventFeed,
  reader: BulkReader,
  context: RequestContext,
  id: string,
): Promise<AsyncIterableIterator<object>> {
  return followState(feed, context, bulkOperationProgressed, {
    where: ({ payload }) => payload.bulkOperationId === id.toLowerCase(),
    async read() {
      const operation = isUuid(id) ? await reader.find(context, id) : null;
      if (!operation) throw notFound("bulk operation", id);
      return { entity: operation.id, isOver: operation.status !== "RUNNING" };
    },
    isLast: ({ payload }) => payload.status !== "RUNNING",
  });
}
