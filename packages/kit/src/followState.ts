import type { RequestContext } from "./context.ts";
import type { EventDefinition } from "./events.ts";
import type { EventFeed, FeedEvent } from "./feed.ts";

/** How a thing stands: what the resolver reads, told with the place in the stream that it was read at. */
interface State {
  cursor: string;
  entity: string;
}

export interface FollowStateOptions<Payload> {
  where: (event: FeedEvent<Payload>) => boolean;
  /** Reads how it stands. Throws for what the caller may not see. */
  read: () => Promise<{ entity: string; isOver: boolean }>;
  /** Whether nothing comes after this event. */
  isLast: (event: FeedEvent<Payload>) => boolean;
}

/**
 * What a subscription to one thing's progress returns: once for how it stands, then each event, up to the one that
 * ends it.
 *
 * @throws what `read` throws, and what `EventFeed.subscribe` does.
 */
export async function followState<Payload>(
  feed: EventFeed,
  context: RequestContext,
  definition: EventDefinition<Payload>,
  { where, read, isLast }: FollowStateOptions<Payload>,
): Promise<AsyncIterableIterator<object>> {
  // Followed before it is read, so that what happens in between is not lost.
  const events = await feed.subscribe(context, definition, { where, beginsWithState: true });
  try {
    const { entity, isOver } = await read();
    return new StateStream({ cursor: events.position, entity }, events, isOver, isLast);
  } catch (error) {
    await events.return();
    throw error;
  }
}

/** No generator: one that waits for an event cannot be closed. */
class StateStream<Event extends object> implements AsyncIterableIterator<object> {
  private untold: State | undefined;

  constructor(
    now: State,
    private readonly events: AsyncIterableIterator<Event>,
    private isOver: boolean,
    private readonly isLast: (event: Event) => boolean,
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
    if (!result.done) this.isOver = this.isLast(result.value);
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
