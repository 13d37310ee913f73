/** An event as it goes out, the same to everyone who may see it. */
export interface FeedEvent {
  readonly json: string;
  /** Where the stream stands after it, if its subgraph says so. */
  readonly cursor?: string | undefined;
  /** What it tells the latest state of; a later event of the same entity makes this one superfluous. */
  readonly entity?: string | undefined;
}

/** What a feed sent lately, each event at an index that never changes; the oldest make room for new ones. */
export class Ring {
  private readonly events: (FeedEvent | undefined)[] = [];
  /** How many of `events` at its beginning are forgotten; they are cut off together, now and then. */
  private forgotten = 0;
  /** The index of `events[0]`. */
  private offset = 0;
  private bytes = 0;
  /** The index of the first event after each cursor. */
  private readonly after = new Map<string, number>();
  /** The cursor before the oldest event that is left. */
  private oldest: string | undefined;
  private latest: string | undefined;

  constructor(private readonly limits: { replayEventsMax: number; replayBytesMax: number }) {}

  /** The index of the oldest event that is left. */
  get first(): number {
    return this.offset + this.forgotten;
  }

  /** The index that the next event will have. */
  get end(): number {
    return this.offset + this.events.length;
  }

  /** Where the stream stands after the last event, or where it stood before the first. */
  get cursor(): string | undefined {
    return this.latest;
  }

  /** The stream stands at `cursor`, without an event having led there. */
  stand(cursor: string): void {
    this.after.set(cursor, this.end);
    if (this.first === this.end) this.oldest = cursor;
    this.latest = cursor;
  }

  add(event: FeedEvent): void {
    this.events.push(event);
    this.bytes += event.json.length;
    if (event.cursor !== undefined) this.stand(event.cursor);
    while (!this.hasRoomFor(0, 0)) this.forget();
  }

  at(index: number): FeedEvent | undefined {
    return this.events[index - this.offset];
  }

  /** The index of the first event after `cursor`; undefined when that is not known (any more). */
  placeAfter(cursor: string): number | undefined {
    const index = this.after.get(cursor);
    return index === undefined || index < this.first ? undefined : index;
  }

  /** The cursor at which the event at `index` is the next one. */
  cursorBefore(index: number): string | undefined {
    return index === this.first ? this.oldest : this.at(index - 1)?.cursor;
  }

  /** Takes over what another ring of the same events remembers from before this one, as far as there is room. */
  learn(other: Ring): void {
    const end = this.beginningIn(other);
    if (end === undefined) return;
    const learned: FeedEvent[] = [];
    for (let index = end - 1; index >= other.first; index -= 1) {
      const event = other.at(index);
      if (!event || !this.hasRoomFor(learned.length + 1, event.json.length)) break;
      this.bytes += event.json.length;
      learned.unshift(event);
    }
    const from = this.first - learned.length;
    this.oldest = other.cursorBefore(end - learned.length);
    if (this.oldest !== undefined) this.after.set(this.oldest, from);
    learned.forEach(({ cursor }, n) => cursor !== undefined && this.after.set(cursor, from + n + 1));
    this.events.splice(0, this.forgotten, ...learned);
    this.offset = from;
    this.forgotten = 0;
  }

  /** The index that this ring's oldest event has, or would have, in another. */
  private beginningIn(other: Ring): number | undefined {
    const before = this.oldest === undefined ? undefined : other.placeAfter(this.oldest);
    if (before !== undefined) return before;
    const cursor = this.at(this.first)?.cursor;
    const after = cursor === undefined ? undefined : other.placeAfter(cursor);
    return after === undefined ? undefined : after - 1;
  }

  private hasRoomFor(events: number, bytes: number): boolean {
    const { replayEventsMax, replayBytesMax } = this.limits;
    return this.end - this.first + events <= replayEventsMax && this.bytes + bytes <= replayBytesMax;
  }

  private forget(): void {
    const event = this.events[this.forgotten];
    if (this.oldest !== undefined && this.after.get(this.oldest) === this.first)
      this.after.delete(this.oldest);
    this.oldest = event?.cursor;
    this.events[this.forgotten] = undefined;
    this.bytes -= event?.json.length ?? 0;
    this.forgotten += 1;
    if (this.forgotten * 2 <= this.events.length) return;
    this.events.splice(0, this.forgotten);
    this.offset += this.forgotten;
    this.forgotten = 0;
  }
}
