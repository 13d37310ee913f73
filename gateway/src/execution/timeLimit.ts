import { Cancellation } from "@wegraph/kit/cancellation";

/** The time an operation may take, as a signal that ends it; `end` gives the time back when it took less. */
export class TimeLimit {
  readonly signal = new Cancellation();
  private readonly timer: NodeJS.Timeout;

  constructor(ms: number) {
    this.timer = setTimeout(() => this.signal.abort(), ms);
  }

  abort(): void {
    this.signal.abort();
  }

  end(): void {
    clearTimeout(this.timer);
  }
}
