import { Cancellation } from "@wegraph/kit/cancellation";
import type { CancelSignal } from "@wegraph/kit/cancellation";

/** The time an operation may take, as a signal that ends it; `end` gives the time back when it took less. */
export interface TimeLimit {
  readonly signal: CancelSignal;
  abort(): void;
  end(): void;
}

export function timeLimit(ms: number): TimeLimit {
  const signal = new Cancellation();
  const timer = setTimeout(() => signal.abort(), ms);
  return {
    signal,
    abort: () => signal.abort(),
    end: () => clearTimeout(timer),
  };
}
