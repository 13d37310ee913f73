import { useSyncExternalStore } from "react";

/** One clock per pace for the whole page: fifty rows that count seconds share a timer and a redraw. */
class Clock {
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setInterval> | undefined;
  private now = Date.now();

  constructor(private readonly everyMs: number) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    this.timer ??= setInterval(() => this.tick(), this.everyMs);
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0) return;
      clearInterval(this.timer);
      this.timer = undefined;
    };
  };

  /** Within one tick the answer must not change, or React would redraw without end. */
  readonly read = (): number => {
    if (this.timer === undefined && Date.now() - this.now > this.everyMs) this.now = Date.now();
    return this.now;
  };

  private tick(): void {
    this.now = Date.now();
    for (const listener of this.listeners) listener();
  }
}

const bySecond = new Clock(1_000);
const byHalfMinute = new Clock(30_000);

/** The time, renewed at a pace: by the second for countdowns, by the half minute for "3 min ago". */
export function useNow(pace: "second" | "halfMinute" = "halfMinute"): number {
  const clock = pace === "second" ? bySecond : byHalfMinute;
  return useSyncExternalStore(clock.subscribe, clock.read);
}
