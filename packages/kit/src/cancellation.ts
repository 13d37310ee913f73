/** The part of an AbortSignal that says when to give something up; a real one serves as well. */
export interface CancelSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: "abort", listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/**
 * Gives something up at most once, and tells its listeners then. An AbortController does the same, but making one
 * costs several microseconds, and every request and every fetch has a limit of time of its own.
 */
export class Cancellation implements CancelSignal {
  aborted = false;
  reason: unknown;
  private readonly listeners = new Set<() => void>();

  addEventListener(_: "abort", listener: () => void): void {
    this.listeners.add(listener);
  }

  removeEventListener(_: "abort", listener: () => void): void {
    this.listeners.delete(listener);
  }

  abort(reason: unknown = new DOMException("This operation was aborted", "AbortError")): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    // A set leaves out what is deleted while it is gone through.
    for (const listener of this.listeners) listener();
    this.listeners.clear();
  }
}
