import { Arg, Ctx, ID, Resolver, Subscription } from "type-graphql";
import type { SubscribeResolverData } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import type { EventFeed } from "@wegraph/kit/feed";
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

async function progress(
  feed: EventFeed,
  reader: BulkReader,
  context: RequestContext,
  id: string,
): Promise<AsyncIterableIterator<object>> {
  // Followed before it is read, so that what happens in between is not lost.
  const events = await feed.subscribe(context, bulkOperationProgressed, {
    where: ({ payload }) => payload.bulkOperationId === id.toLowerCase(),
    beginsWithState: true,
  });
  try {
    const operation = isUuid(id) ? await reader.find(context, id) : null;
    if (!operation) throw notFound("bulk operation", id);
    const now: State = { cursor: events.position, entity: operation.id };
    return new ProgressStream(now, events, operation.status !== "RUNNING");
  } catch (error) {
    await events.return();
    throw error;
  }
}

/** How the operation stands: what the resolver reads, told with the place in the stream that it was read at. */
interface State {
  cursor: string;
  entity: string;
}

/** Once for how it stands, then as the events come, up to the one that ends it. No generator: one that waits for an event cannot be closed. */
class ProgressStream implements AsyncIterableIterator<object> {
  private untold: State | undefined;

  constructor(
    now: State,
    private readonly events: AsyncIterableIterator<{ payload: { status: string } }>,
    private isOver: boolean,
  ) {
    this.untold = now;
  }

  async next(): Promise<IteratorResult<object>> {
    if (this.untold) {
      const value = this.untold;
      this.untold = undefined;
      return { value, done: false };
    }
    if (this.isOver) return this.return();
    const result = await this.events.next();
    if (!result.done) this.isOver = result.value.payload.status !== "RUNNING";
    return result;
  }

  async return(): Promise<IteratorResult<object>> {
    await this.events.return?.();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
