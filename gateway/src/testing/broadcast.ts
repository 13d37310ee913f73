/** A source of events for a subgraph's subscription fields: each reader gets what is sent while it reads. */
export class Broadcast<Event extends object> {
  private readonly readers = new Set<Reader<Event>>();
  /** How many subscriptions were ever begun. */
  opened = 0;

  get size(): number {
    return this.readers.size;
  }

  send(event: Event): void {
    for (const reader of this.readers) reader.push(event);
  }

  /** Breaks off every stream as a lost connection would. */
  breakOff(): void {
    for (const reader of this.readers) reader.fail(new Error("connection lost"));
  }

  end(): void {
    for (const reader of this.readers) reader.finish();
  }

  read(): AsyncIterableIterator<Event> {
    const reader = new Reader<Event>(() => this.readers.delete(reader));
    this.readers.add(reader);
    this.opened += 1;
    return reader;
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
