import type { ExecutionResult } from "graphql";
import type { StreamExtensions } from "@wegraph/kit/subgraph";
import type { Answer } from "../execution/presentAnswer.ts";
import type { OperationText } from "../operations.ts";
import type { GatewaySettings } from "../settings.ts";
import { Ring } from "./ring.ts";
import type { FeedEvent } from "./ring.ts";
import type { Seat } from "./seat.ts";
import { SubscriptionRefused, Upstream } from "./upstream.ts";
import type { UpstreamSource } from "./upstream.ts";

/** What is to be fed: the same for all feeds of one key. */
export interface FeedSource extends UpstreamSource {
  /** What it was prepared from. */
  text: OperationText;
  /** What the executor made of an event, as its subscribers may see it. */
  finish: (event: ExecutionResult) => Promise<Answer>;
  limits: GatewaySettings["streams"];
  /** An event went out to so many. */
  onSent: (subscribers: number) => void;
  /** Somebody came back to a place that a feed remembered, or that had to be asked for upstream. */
  onResumed: (from: "memory" | "upstream") => void;
}

/** What becomes of a feed is its owner's affair. */
export interface FeedOwner {
  /** An event was sent, or the feed learned where it stands. */
  moved(feed: Feed): void;
  emptied(feed: Feed): void;
  /** Nothing will come any more; its subscribers are told next. */
  ended(feed: Feed): void;
}

/** Events being completed at once; their answers still go out in the order the events came in. */
const inFlightMax = 16;

/**
 * One upstream subscription and everyone who gets the same answers from it: an event is completed once and written
 * as JSON once, however many there are. What was sent lately is remembered for those who come back to it.
 */
export class Feed {
  readonly ring: Ring;
  /** Where the stream stood before the first event of this feed. */
  startCursor: string | undefined;
  private readonly live = new Set<Seat>();
  /** Those who are to get events out of the ring first. */
  private readonly behind = new Set<Seat>();
  private readonly upstream: Upstream;
  private inFlight = 0;
  private lastSent: Promise<void> = Promise.resolve();
  private started = false;
  /** Each event tells all there is to know, the first of them how it was when the subscription began. */
  private tellsState = false;
  private onRoom: () => void = () => undefined;
  private tellStands: () => void = () => undefined;
  private positionTimer: NodeJS.Timeout | undefined;
  /** Resolves when the upstream said where it stands, or will not say. */
  readonly stands = new Promise<void>((resolve) => (this.tellStands = resolve));

  /** @param after replays what came after this cursor, at the pace of its readers; null for what happens from now on. */
  constructor(
    private readonly source: FeedSource,
    private readonly owner: FeedOwner,
    private readonly after: string | null,
  ) {
    this.ring = new Ring(source.limits);
    this.upstream = new Upstream(
      source,
      after,
      () => this.awaitPosition(),
      (cursor) => this.standAt(cursor),
    );
    if (after !== null) this.beginAt(after);
  }

  /** The index at which somebody begins who wants what happens from now on. */
  get present(): number {
    const { first, end } = this.ring;
    return this.tellsState ? Math.max(first, end - 1) : end;
  }

  get size(): number {
    return this.live.size + this.behind.size;
  }

  start(): void {
    if (this.started) return;
    this.started = true;
    void this.pump();
  }

  stop(): void {
    this.upstream.stop();
    this.stand();
    this.onRoom();
  }

  /** The seat's subscriber gets everything from `index` on. */
  take(seat: Seat, index: number): void {
    seat.feed = this;
    seat.index = index;
    this.behind.add(seat);
    this.advance(seat);
  }

  leave(seat: Seat): void {
    if (!this.live.delete(seat) && !this.behind.delete(seat)) return;
    this.onRoom();
    if (this.size === 0) this.owner.emptied(this);
  }

  /** Gives the seat's subscriber what it has not had, for as long as it takes it. */
  advance(seat: Seat): void {
    const { ring, behind } = this;
    if (!behind.has(seat) || seat.isHeld) return;
    if (seat.index < ring.first) {
      this.leave(seat);
      return seat.subscriber.lost();
    }
    while (seat.index < ring.end) {
      if (seat.subscriber.isFull) return seat.subscriber.whenRoom(() => seat.feed.advance(seat));
      const event = ring.at(seat.index);
      seat.index += 1;
      if (event) seat.subscriber.next(event);
      if (!behind.has(seat)) return;
    }
    behind.delete(seat);
    this.live.add(seat);
    this.onRoom();
  }

  /** Moves everyone whom `other` can serve from where they are. */
  handOver(other: Feed): void {
    for (const seat of [...this.live, ...this.behind]) {
      const cursor = this.live.has(seat) ? this.ring.cursor : this.ring.cursorBefore(seat.index);
      const index = cursor === undefined ? undefined : other.ring.placeAfter(cursor);
      if (index === undefined) continue;
      this.live.delete(seat);
      this.behind.delete(seat);
      other.take(seat, index);
    }
    this.onRoom();
    if (this.size === 0) this.owner.emptied(this);
  }

  private awaitPosition(): void {
    clearTimeout(this.positionTimer);
    this.positionTimer = setTimeout(() => this.stand(), this.source.limits.positionWaitMs).unref();
  }

  private beginAt(cursor: string): void {
    this.startCursor = cursor;
    this.ring.stand(cursor);
  }

  private standAt(cursor: string): void {
    if (this.startCursor === undefined) this.beginAt(cursor);
    this.stand();
    this.owner.moved(this);
  }

  private stand(): void {
    clearTimeout(this.positionTimer);
    this.tellStands();
  }

  private async pump(): Promise<void> {
    try {
      for await (const event of this.upstream.events()) {
        this.stand();
        await this.dispatch(event);
      }
      await this.lastSent;
      this.end((seat) => seat.subscriber.complete());
    } catch (error) {
      await this.lastSent;
      const errors = error instanceof SubscriptionRefused ? error.errors : this.presented(error);
      this.end((seat) => seat.subscriber.fail(errors));
    }
  }

  /** Resolves when the next event may be taken. */
  private async dispatch(event: ExecutionResult): Promise<void> {
    this.inFlight += 1;
    const written = this.write(event);
    const sent = this.lastSent.then(async () => {
      const made = await written;
      this.inFlight -= 1;
      if (!this.upstream.stopped) this.send(made);
    });
    this.lastSent = sent;
    if (this.inFlight >= inFlightMax) await sent;
    if (this.after !== null) await this.room();
  }

  /** The past is replayed no faster than the fastest of its readers takes it. */
  private async room(): Promise<void> {
    if (this.live.size > 0 || this.behind.size === 0 || this.upstream.stopped) return;
    await new Promise<void>((resolve) => (this.onRoom = resolve));
  }

  private send(event: FeedEvent): void {
    // What comes at the place where the stream stood already is no event: it is the state there.
    if (event.cursor !== undefined && event.cursor === this.ring.cursor) this.tellsState = true;
    this.ring.add(event);
    for (const seat of this.live)
      if (this.after !== null && seat.subscriber.isFull) this.fallBehind(seat);
      else seat.subscriber.next(event);
    this.source.onSent(this.live.size);
    this.owner.moved(this);
  }

  /** Whoever asked for the past gets all of it, however slowly; nothing of it is coalesced. */
  private fallBehind(seat: Seat): void {
    this.live.delete(seat);
    seat.index = this.ring.end - 1;
    this.behind.add(seat);
    this.advance(seat);
  }

  /** Never rejects: one event that cannot be completed is an answer with an error, not the end of the feed. */
  private async write(event: ExecutionResult): Promise<FeedEvent> {
    const { cursor, entity }: StreamExtensions = event.extensions ?? {};
    try {
      return { json: JSON.stringify(await this.source.finish(event)), cursor, entity };
    } catch (error) {
      const extensions = cursor === undefined ? undefined : { cursor };
      const answer: Answer = { data: null, errors: this.presented(error), ...(extensions && { extensions }) };
      return { json: JSON.stringify(answer), cursor };
    }
  }

  private presented(error: unknown) {
    return [this.source.present(error instanceof Error ? error : new Error(String(error)))];
  }

  private end(tell: (seat: Seat) => void): void {
    if (this.upstream.stopped) return;
    for (const seat of this.behind) this.giveRest(seat);
    const all = [...this.live, ...this.behind];
    this.live.clear();
    this.behind.clear();
    this.stop();
    this.owner.ended(this);
    for (const seat of all) tell(seat);
  }
  /** What somebody has not had of the past still comes before the end. */
  private giveRest(seat: Seat): void {
    const { ring, behind } = this;
    if (seat.index < ring.first && behind.delete(seat)) return seat.subscriber.lost();
    for (; seat.index < ring.end && behind.has(seat); seat.index += 1) {
      const event = ring.at(seat.index);
      if (event) seat.subscriber.next(event);
    }
  }
}
