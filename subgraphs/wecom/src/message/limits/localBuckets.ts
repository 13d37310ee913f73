import { LRUCache } from "lru-cache";
import { filled, waitMs } from "./bucket.rules.ts";
import type { Need } from "./rateLimiter.ts";

const bucketsMax = 100_000;

/** The buckets of one process, for as long as the shared ones cannot be reached. */
export class LocalBuckets {
  private readonly emptyAt = new LRUCache<string, number>({ max: bucketsMax });
  private readonly pausedUntil = new LRUCache<string, number>({ max: bucketsMax });

  take(needs: readonly Need[], now = performance.now()): number[] {
    return needs.map((need) => {
      const wait = Math.max(
        0,
        ...need.map((bucket) => waitMs(bucket, this.emptyAt.get(bucket.name) ?? 0, now)),
      );
      if (wait === 0)
        for (const bucket of need)
          this.emptyAt.set(bucket.name, filled(bucket, this.emptyAt.get(bucket.name) ?? 0, now));
      return wait;
    });
  }

  pause(name: string, ms: number): void {
    this.pausedUntil.set(name, performance.now() + ms);
  }

  pausedMs(name: string): number {
    return Math.max(0, (this.pausedUntil.get(name) ?? 0) - performance.now());
  }
}
