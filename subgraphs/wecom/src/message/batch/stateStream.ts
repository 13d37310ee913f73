/** How a thing stands: what the resolver reads, told with the place in the stream that it was read at. */
export interface State {
  cursor: string;
  entity: string;
}

/** Once for how it stands, then as the events come, up to the one that ends it. No generator: one that waits for an event cannot be closed. */
export class StateStream<Event extends object> implements AsyncIterableIterator<object> {
  private untold: State | undefined;
  private isOver: boolean;

  constructor(
    now: State,
    private readonly events: AsyncIterableIterator<Event>,
    private readonly end: { isOver: boolean; endsWith: (event: Event) => boolean },
  ) {
    this.untold = now;
    this.isOver = end.isOver;
  }

  async next(): Promise<IteratorResult<object>> {
    if (this.untold) {
      const value = this.untold;
      this.untold = undefined;
      return { value, done: false };
    }
    if (this.isOver) return this.return();
    const result = await this.events.next();
    if (!result.done) this.isOver = this.end.endsWith(result.value);
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
