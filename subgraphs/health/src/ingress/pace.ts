import { LRUCache } from "lru-cache";

interface Bucket {
  tokens: number;
  at: number;
}

const devicesMax = 100_000;
/** So much of a minute's requests may come at once. */
const burstShare = 1 / 6;

/** Requests of a device over time: a bucket that fills evenly. */
export class Pace {
  private readonly buckets = new LRUCache<string, Bucket>({ max: devicesMax });

  constructor(private readonly clock: () => number = () => performance.now()) {}

  /** Takes one request; returns how long to wait in milliseconds where there is none left, else 0. */
  take(deviceId: string, perMinute: number): number {
    const perMs = perMinute / 60_000;
    const capacity = Math.max(1, perMinute * burstShare);
    const now = this.clock();
    const bucket = this.buckets.get(deviceId) ?? { tokens: capacity, at: now };
    const tokens = Math.min(capacity, bucket.tokens + (now - bucket.at) * perMs);
    const isFree = tokens >= 1;
    this.buckets.set(deviceId, { tokens: isFree ? tokens - 1 : tokens, at: now });
    return isFree ? 0 : Math.ceil((1 - tokens) / perMs);
  }
}
