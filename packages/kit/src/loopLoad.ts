import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";

const windowMs = 20;
const staleMs = 200;
const busyFrom = 0.8;

/** How busy the event loop was in the last moment. For work that can wait, beside requests that cannot. */
export class LoopLoad {
  private mark = performance.eventLoopUtilization();
  private readAt = performance.now();
  private isBusy = false;

  /** Waits until the loop has time to spare, `mostMs` at most. */
  async giveWay(mostMs: number): Promise<void> {
    const until = performance.now() + mostMs;
    // oxlint-disable-next-line no-await-in-loop -- looked at again and again
    while (this.busyNow() && performance.now() < until) await sleep(windowMs);
  }

  private busyNow(): boolean {
    const now = performance.now();
    const sinceMs = now - this.readAt;
    if (sinceMs < windowMs) return this.isBusy;
    const { utilization } = performance.eventLoopUtilization(this.mark);
    // Of a time long past nothing follows.
    this.isBusy = sinceMs < staleMs && utilization > busyFrom;
    this.mark = performance.eventLoopUtilization();
    this.readAt = now;
    return this.isBusy;
  }
}
