import { AppError, invalidInput } from "@wegraph/kit/errors";
import type { StreamPlace } from "@wegraph/kit/context";

interface Kept {
  cursor: string;
  event: object;
}

/**
 * A source of events for a subgraph's subscription fields: each reader gets what is sent while it reads. One that
 * remembers also serves readers that come back, as a subgraph with an event stream behind it does.
 */
export class Broadcast<Event extends object> {
  private readonly readers = new Set<Reader<Event>>();
  private kept: Kept[] = [];
  private sent = 0;
  private incarnation = 1;
  /** How many subscriptions were ever begun. */
  opened = 0;
  /** The places that readers began at. */
  readonly places: (string | null)[] = [];
  /** Who they were, as ids. */
  readonly callers: string[] = [];

  constructor(private readonly remembers = false) {}

  get size(): number {
    return this.readers.size;
  }

  /** Where the stream stands. */
  get cursor(): string {
    return `${this.incarnation}-${this.sent}`;
  }

  send(event: Event): void {
    const placed = this.remembers ? this.keep(event) : event;
    for (const reader of this.readers) reader.push(placed);
  }

  /** Keeps only the newest so many. */
  forgetAllBut(count: number): void {
    this.kept = this.kept.slice(this.kept.length - count);
  }

  /** As a stream that was lost and made anew. */
  beginAnew(): void {
    this.incarnation += 1;
    this.sent = 0;
    this.kept = [];
  }

  /** Breaks off every stream as a lost connection would. */
  breakOff(): void {
    for (const reader of this.readers) reader.fail(new Error("connection lost"));
  }

  end(): void {
    for (const reader of this.readers) reader.finish();
  }

  /** @throws AppError RESUME_GAP, INVALID_INPUT */
  read(place?: StreamPlace, caller = ""): AsyncIterableIterator<Event> {
    const missed = this.remembers && place ? this.missedSince(place) : [];
    const reader = new Reader<Event>(() => this.readers.delete(reader));
    for (const event of missed) reader.push(event);
    this.readers.add(reader);
    this.opened += 1;
    this.places.push(place?.after ?? null);
    this.callers.push(caller);
    return reader;
  }

  /** The state as it is, told before the events, as by a subscription that shows a thing and then its changes. */
  startingWith(state: Event, events: AsyncIterableIterator<Event>): AsyncIterableIterator<Event> {
    let untold: Event | undefined = state;
    return {
      next() {
        const value = untold;
        untold = undefined;
        return value ? Promise.resolve({ value, done: false }) : events.next();
      },
      return: async () => (await events.return?.()) ?? { value: undefined, done: true },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  private keep(event: Event): Event {
    this.sent += 1;
    const placed = { ...event, cursor: this.cursor };
    this.kept.push({ cursor: this.cursor, event: placed });
    return placed;
  }

  private missedSince(place: StreamPlace): Event[] {
    place.position = place.after ?? this.cursor;
    if (place.after === null || place.after === this.cursor) return [];
    const [incarnation, count] = place.after.split("-").map(Number);
    if (incarnation === undefined || count === undefined || Number.isNaN(incarnation + count))
      throw invalidInput([{ path: ["after"], message: "This is no cursor." }], "CURSOR_MALFORMED");
    const oldest = this.sent - this.kept.length;
    if (incarnation !== this.incarnation || count < oldest)
      throw new AppError("RESUME_GAP", "CURSOR_TOO_OLD", "What came after the cursor is no longer kept.");
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it was sent as one
    return this.kept.slice(count - oldest).map(({ event }) => event as Event);
  }
}

class Reader<Event> implements AsyncIterableIterator<Event> {
  private readonly events: Event[] = [];
  private waiting:
    | { resolve: (result: IteratorResult<Event>) => void; reject: (error: Error) => void }
    | undefined;
  private over = false;
  private failure: Error | undefined;

  constructor(private readonly onOver: () => void) {}

  push(event: Event): void {
    if (this.waiting) this.waiting.resolve({ value: event, done: false });
    else this.events.push(event);
    this.waiting = undefined;
  }

  fail(error: Error): void {
    this.failure = error;
    this.waiting?.reject(error);
    this.close();
  }

  finish(): void {
    this.waiting?.resolve({ value: undefined, done: true });
    this.close();
  }

  next(): Promise<IteratorResult<Event>> {
    const event = this.events.shift();
    if (event !== undefined) return Promise.resolve({ value: event, done: false });
    if (this.failure) return Promise.reject(this.failure);
    if (this.over) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve, reject) => (this.waiting = { resolve, reject }));
  }

  return(): Promise<IteratorResult<Event>> {
    this.finish();
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private close(): void {
    this.waiting = undefined;
    this.over = true;
    this.onOver();
  }
}
