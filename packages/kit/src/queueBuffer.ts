interface BoundedQueueOptions<T> {
  accepts?: ((item: T) => boolean) | undefined;
  onOverflow: () => Error;
  onEnd: () => void;
}

/** A buffer between one writer and one reader that refuses to grow: past the limit it ends with an error. */
export class BoundedQueue<T> implements AsyncIterableIterator<T> {
  private readonly items: T[] = [];
  private waiting: { resolve(result: IteratorResult<T>): void; reject(error: unknown): void } | undefined;
  private failure: Error | undefined;
  private ended = false;

  constructor(
    private readonly limit: number,
    private readonly options: BoundedQueueOptions<T>,
  ) {}

  push(item: T): void {
    if (this.ended || (this.options.accepts && !this.options.accepts(item))) return;
    if (this.waiting) {
      this.waiting.resolve({ value: item, done: false });
      this.waiting = undefined;
    } else if (this.items.length < this.limit) this.items.push(item);
    else this.end(this.options.onOverflow());
  }

  /** Nothing more comes; what is buffered is still read, unless the end is a failure. */
  end(failure?: Error): void {
    if (this.ended) return;
    this.ended = true;
    this.failure = failure;
    if (failure) this.items.length = 0;
    this.options.onEnd();
    if (!this.waiting) return;
    if (failure) this.waiting.reject(failure);
    else this.waiting.resolve({ value: undefined, done: true });
    this.waiting = undefined;
  }

  next(): Promise<IteratorResult<T>> {
    const item = this.items.shift();
    if (item !== undefined) return Promise.resolve({ value: item, done: false });
    if (this.failure) {
      const { failure } = this;
      this.failure = undefined;
      return Promise.reject(failure);
    }
    if (this.ended) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
    });
  }

  return(): Promise<IteratorResult<T>> {
    this.items.length = 0;
    this.end();
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
