import { setMaxListeners } from "node:events";

/** The time an operation may take, as a signal that ends it; `end` gives the time back when it took less. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  abort(): void;
  end(): void;
}

export function timeLimit(ms: number): TimeLimit {
  const controller = new AbortController();
  // Every fetch of an operation listens to its one signal; Node takes more than ten listeners for a leak.
  setMaxListeners(0, controller.signal);
  const timer = setTimeout(() => controller.abort(), ms);
  return {
    signal: controller.signal,
    abort: () => controller.abort(),
    end: () => clearTimeout(timer),
  };
}
