import { cursorOf } from "./cursor.ts";
import type { StreamPosition } from "./cursor.ts";
import type { FeedEvent } from "./feed.ts";

/** An event with the place it has in the stream. */
export interface PlacedEvent {
  place: StreamPosition;
  event: FeedEvent<unknown>;
}

export interface FollowerOptions {
  /** Where it begins; `isCaughtUp` says that nothing has come after it yet. */
  start: StreamPosition;
  isCaughtUp: boolean;
  accepts: (event: FeedEvent<unknown>) => boolean;
  /** To be handed live events from now on, until `leave`; tells the last sequence that was handed out before. */
  join: (follower: Follower<unknown>) => number;
  leave: (follower: Follower<unknown>) => void;
  /** What the stream kept after a place, up to now or in part. */
  read: (after: ReadFrom, signal: AbortSignal) => Promise<ReadPage>;
}

export interface ReadFrom {
  place: StreamPosition;
  /** Whether a page that ended there was read before. */
  isContinued: boolean;
}

export interface ReadPage {
  events: readonly PlacedEvent[];
  /** Everything up to here has been read. */
  lastSeq: number;
  /** Nothing more was stored when it was begun, */
  isLast: boolean;
  /** which was after everything up to here had been handed out live. */
  begunAt: number;
}

/** More live events than this are not kept for a reader: what it lags behind by is read back from the stream. */
const liveMax = 2_000;

/**
 * One reader of events, in the order of the stream, without loss or duplicate. It reads back page by page until it has
 * caught up, is then handed live events, and goes back to reading when it falls too far behind. It joins the live
 * events before each page is begun, so the last page and they overlap; the overlap is dropped by place.
 */
export class Follower<Payload> implements AsyncIterableIterator<FeedEvent<Payload>> {
  /** Where it stood when it began. */
  readonly position: string;
  private replayed: readonly PlacedEvent[] = [];
  private replayedAt = 0;
  private live: PlacedEvent[] = [];
  private covered: StreamPosition;
  private isJoined = false;
  private isCaughtUp: boolean;
  private isReading = false;
  private isContinued = false;
  /** Live events up to here were in the last page. */
  private overlapUntil = 0;
  private readonly ending = new AbortController();
  private failure: unknown;
  private wake: () => void = () => undefined;

  constructor(private readonly options: FollowerOptions) {
    this.position = cursorOf(options.start);
    this.covered = options.start;
    this.isCaughtUp = options.isCaughtUp;
    if (!this.isCaughtUp) return;
    this.isJoined = true;
    options.join(this);
  }

  /** How many events it holds in memory. */
  get kept(): number {
    return this.replayed.length - this.replayedAt + this.live.length;
  }

  /** A live event; the feed calls it in stream order. */
  push(placed: PlacedEvent): void {
    if (!this.isJoined || placed.place.seq <= this.overlapUntil) return;
    this.overlapUntil = 0;
    try {
      if (!this.options.accepts(placed.event)) return;
    } catch (error) {
      return this.end(error);
    }
    this.live.push(placed);
    if (this.live.length > liveMax) this.fallBehind();
    this.wake();
  }

  /** The stream was made anew, or lost its end: places are counted from another number on. */
  rebase(): void {
    this.overlapUntil = 0;
  }

  /** Nothing more comes. What is buffered is still read, unless the end is a failure. */
  end(failure?: unknown): void {
    if (this.ending.signal.aborted) return;
    this.ending.abort();
    if (this.isJoined) this.options.leave(this);
    this.isJoined = false;
    this.failure = failure;
    if (failure !== undefined) this.discard();
    this.wake();
  }

  async next(): Promise<IteratorResult<FeedEvent<Payload>>> {
    for (;;) {
      const placed = this.take();
      // The one who follows named the definition; nobody publishes other payloads under its subject.
      if (placed) return { value: placed.event as FeedEvent<Payload>, done: false };
      if (this.failure !== undefined) {
        const { failure } = this;
        this.failure = undefined;
        throw failure;
      }
      if (this.ending.signal.aborted) return { value: undefined, done: true };
      if (!this.isCaughtUp && !this.isReading) void this.catchUp();
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  return(): Promise<IteratorResult<FeedEvent<Payload>>> {
    this.discard();
    this.end();
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private take(): PlacedEvent | undefined {
    const replayed = this.replayed[this.replayedAt];
    if (replayed) {
      this.replayedAt += 1;
      return replayed;
    }
    return this.isCaughtUp ? this.live.shift() : undefined;
  }

  private async catchUp(): Promise<void> {
    this.isReading = true;
    this.isJoined = true;
    const joinedAt = this.options.join(this);
    try {
      const from = { place: this.covered, isContinued: this.isContinued };
      const page = await this.options.read(from, this.ending.signal);
      if (this.ending.signal.aborted) return;
      this.covered = { ...this.covered, ...page.events.at(-1)?.place, seq: page.lastSeq };
      this.isContinued = true;
      this.replayed = page.events.filter(({ event }) => this.options.accepts(event));
      this.replayedAt = 0;
      // A page that others had begun before this reader joined may lack what came in between.
      if (!page.isLast || page.begunAt < joinedAt) this.leave();
      // What came while it was read may have been too much already; then there is another page to read.
      if (!this.isJoined) return;
      this.overlapUntil = page.lastSeq;
      this.live = this.live.filter(({ place }) => place.seq > page.lastSeq);
      this.isCaughtUp = true;
    } catch (error) {
      this.end(error);
    } finally {
      this.isReading = false;
      this.wake();
    }
  }

  /** Everything before the oldest event that waits has been handed out, or stands in the page before it. */
  private fallBehind(): void {
    const [oldest] = this.live;
    if (oldest && this.isCaughtUp) {
      this.covered = { ...oldest.place, seq: oldest.place.seq - 1 };
      this.isContinued = false;
    }
    this.leave();
  }

  private leave(): void {
    if (!this.isJoined) return;
    this.isJoined = false;
    this.isCaughtUp = false;
    this.live = [];
    this.overlapUntil = 0;
    this.options.leave(this);
  }

  private discard(): void {
    this.replayed = [];
    this.live = [];
  }
}
