import type { GraphQLFormattedError } from "graphql";
import type { Feed } from "./feed.ts";
import type { FeedEvent } from "./ring.ts";

/** One client's end of a feed. None of these may wait: a slow client must not hold up the others. */
export interface Subscriber {
  next(event: FeedEvent): void;
  complete(): void;
  fail(errors: readonly GraphQLFormattedError[]): void;
  /** The feed no longer remembers what this client needs next. */
  lost(): void;
  /** Whether events that can wait elsewhere had better not be given to it now. */
  readonly isFull: boolean;
  /** Calls back, once, when it is full no longer. */
  whenRoom(callback: () => void): void;
}

/** A subscriber's place at a feed. When another feed of the same events can serve it, it is moved there. */
export class Seat {
  /** The index in the feed's ring of the subscriber's next event; used only while it is behind. */
  index = 0;
  isHeld = false;
  private startedAt: string | undefined;

  constructor(
    /** The same for everyone who gets the same answers. */
    readonly key: string,
    readonly subscriber: Subscriber,
    public feed: Feed,
  ) {}

  /** Where the stream stood before the first event for this subscriber, as far as its subgraph says so. */
  get startCursor(): string | undefined {
    return this.startedAt ?? this.feed.startCursor;
  }

  /** The subscriber gets everything after `cursor`, which stands at `index`. */
  sit(index: number, cursor: string | undefined): void {
    this.startedAt = cursor;
    this.feed.take(this, index);
  }

  /** Once it is let go, the subscriber gets everything after this moment. @returns where the stream stands now. */
  holdHere(): string | undefined {
    this.index = this.feed.ring.end;
    return this.feed.ring.cursor;
  }

  letGo(): void {
    this.isHeld = false;
    this.feed.advance(this);
  }

  leave(): void {
    this.feed.leave(this);
  }
}
