import { LRUCache } from "lru-cache";

const windowMs = 60_000;
/** Refusals a minute: of an address for one device, and of an address for all. */
const pairMax = 60;
const addressMax = 300;
/** So long after a genuine request an address keeps its good name for a device: a hospital's devices share one. */
const trustedMs = 60 * 60_000;
const entriesMax = 50_000;

interface Count {
  since: number;
  refused: number;
}

/** Turns away who was refused too often, before anything is looked up or computed for them. */
export class Strangers {
  private readonly counts = new LRUCache<string, Count>({ max: entriesMax, ttl: windowMs });
  private readonly trusted = new LRUCache<string, true>({ max: entriesMax, ttl: trustedMs });

  constructor(private readonly clock: () => number = () => performance.now()) {}

  allows(address: string, deviceId: string): boolean {
    const pair = `${address} ${deviceId}`;
    if (this.refusedOf(pair) >= pairMax) return false;
    return this.trusted.has(pair) || this.refusedOf(address) < addressMax;
  }

  refused(address: string, deviceId: string): void {
    this.count(`${address} ${deviceId}`);
    this.count(address);
  }

  accepted(address: string, deviceId: string): void {
    const pair = `${address} ${deviceId}`;
    if (!this.trusted.has(pair)) this.trusted.set(pair, true);
  }

  private refusedOf(key: string): number {
    const count = this.counts.get(key);
    return count && this.clock() - count.since < windowMs ? count.refused : 0;
  }

  private count(key: string): void {
    const refused = this.refusedOf(key) + 1;
    const since = refused === 1 ? this.clock() : (this.counts.peek(key)?.since ?? this.clock());
    this.counts.set(key, { since, refused });
  }
}
