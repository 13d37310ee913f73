/** The part of an AbortSignal that says when to give something up; a real one serves as well. */
export interface CancelSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: "abort", listener: CancelListener, options?: { once?: boolean }): void;
  removeEventListener(type: "abort", listener: CancelListener): void;
}

/** An object costs less than a function where one is made for every fetch: it needs no closure. */
export type CancelListener = (() => void) | { handleEvent(): void };

/**
 * Gives something up at most once, and tells its listeners then. An AbortController does the same, but making one
 * costs several microseconds, and every request and every fetch has a limit of time of its own.
 */
export class Cancellation implements CancelSignal {
  aborted = false;
  reason: unknown;
  private readonly listeners = new Set<CancelListener>();

  addEventListener(_: "abort", listener: CancelListener): void {
    this.listeners.add(listener);
  }

  removeEventListener(_: "abort", listener: CancelListener): void {
    this.listeners.delete(listener);
  }

  abort(reason: unknown = new DOMException("This operation was aborted", "AbortError")): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    // A set leaves out what is deleted while it is gone through.
    for (const listener of this.listeners)
      if (typeof listener === "function") listener();
      else listener.handleEvent();
    this.listeners.clear();
  }
}

/** Settles as `work` does, or rejects with the signal's reason as soon as it has one: not everything can be broken off. */
export function unlessAborted<T>(work: Promise<T>, signal: CancelSignal | undefined): Promise<T> {
  return signal ? new Promise((resolve, reject) => new Waiter(work, signal, resolve, reject)) : work;
}

class Waiter<T> {
  constructor(
    work: Promise<T>,
    private readonly signal: CancelSignal,
    resolve: (value: T) => void,
    private readonly reject: (reason: unknown) => void,
  ) {
    work.then(
      (value) => {
        signal.removeEventListener("abort", this);
        resolve(value);
      },
      (error: unknown) => {
        signal.removeEventListener("abort", this);
        reject(error);
      },
    );
    if (signal.aborted) this.handleEvent();
    else signal.addEventListener("abort", this);
  }

  handleEvent(): void {
    this.reject(this.signal.reason);
  }
}
