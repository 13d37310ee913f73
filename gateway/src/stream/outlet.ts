import type { GraphQLFormattedError } from "graphql";
import type { FeedEvent } from "./ring.ts";
import type { Pressure } from "./pressure.ts";

/** Writes what one operation answers to its client. */
export interface Writer {
  write(event: FeedEvent): void;
  complete(): void;
  fail(errors: readonly GraphQLFormattedError[]): void;
}

/**
 * One operation's way out to a client that may read slowly. While too much waits in the connection, events wait here:
 * of those that tell a state only the latest of each entity, in the order of their last change, so that the cursor of
 * whatever was written last stays true. Others are all kept, until the connection's bound is reached.
 */
export class Outlet {
  /** The cursor of the last event that was taken, and not discarded since. */
  cursor: string | undefined;
  private written: string | undefined;
  private readonly waiting = new Map<unknown, FeedEvent>();
  private leftOut = 0;
  private onRoom: (() => void) | undefined;

  constructor(
    private readonly pressure: Pressure,
    private readonly writer: Writer,
  ) {}

  get isFull(): boolean {
    return this.waiting.size > 0 || this.pressure.isHigh;
  }

  whenRoom(callback: () => void): void {
    this.onRoom = callback;
    this.pressure.await(this);
  }

  next(event: FeedEvent): void {
    if (event.cursor !== undefined) this.cursor = event.cursor;
    if (this.isFull) this.hold(event);
    else this.write(event);
  }

  complete(): void {
    this.writeAll();
    this.writer.complete();
  }

  fail(errors: readonly GraphQLFormattedError[]): void {
    this.writeAll();
    this.writer.fail(errors);
  }

  /** What waits is not to be written any more. */
  discard(): void {
    for (const { json } of this.waiting.values()) this.pressure.give(json.length);
    this.waiting.clear();
    this.cursor = this.written;
    this.leftOut = 0;
    this.onRoom = undefined;
    this.pressure.forget(this);
  }

  /** The connection took what it had, and takes more. */
  drained(): void {
    for (const [key, event] of this.waiting) {
      if (this.pressure.isHigh) return this.pressure.await(this);
      this.waiting.delete(key);
      this.pressure.give(event.json.length);
      this.write(event);
    }
    const { onRoom } = this;
    this.onRoom = undefined;
    onRoom?.();
  }

  private hold(event: FeedEvent): void {
    const key = event.entity ?? event;
    const superseded = this.waiting.get(key);
    if (superseded) {
      this.waiting.delete(key);
      this.pressure.give(superseded.json.length);
      this.leftOut += 1;
    }
    this.waiting.set(key, event);
    this.pressure.await(this);
    this.pressure.take(event.json.length);
  }

  private write(event: FeedEvent): void {
    const { leftOut } = this;
    this.leftOut = 0;
    if (event.cursor !== undefined) this.written = event.cursor;
    this.writer.write(leftOut === 0 ? event : { ...event, json: withCoalesced(event.json, leftOut) });
  }

  private writeAll(): void {
    for (const [key, event] of this.waiting) {
      this.waiting.delete(key);
      this.pressure.give(event.json.length);
      this.write(event);
    }
  }
}

/** Rare enough to be worth reading an event again: only a client that is too slow is told. */
function withCoalesced(json: string, coalesced: number): string {
  const answer: { extensions?: object } = JSON.parse(json);
  return JSON.stringify({ ...answer, extensions: { ...answer.extensions, coalesced } });
}
