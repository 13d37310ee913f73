import { LRUCache } from "lru-cache";
import type { QuotaDimension } from "@wegraph/kit/quota";

/** What the quotas need of Redis. */
export interface HintStore {
  get(key: string): Promise<string | null>;
  set(key: string, value: string, unit: "PX", forMs: number): Promise<unknown>;
}

interface Place {
  tenantId: string;
  dimension: QuotaDimension;
  windowStart: Date;
}

const heldMs = 2_000;
const placesMax = 10_000;
/** After Redis did not answer it is not asked for so long: nobody is to wait for a hint. */
const shunnedMs = 5_000;

/**
 * Hints that a quota was found full a moment ago, in this process and by Redis in the others. Whoever sees one reads before it writes, so
 * that a crowd that is to be refused does not queue for the counter's lock. It decides nothing: lost, stale or wrong, the
 * answer is the same, and comes from PostgreSQL.
 */
export class FullHints {
  private readonly own = new LRUCache<string, true>({ max: placesMax, ttl: heldMs });
  private shunnedUntil = 0;

  constructor(private readonly store: HintStore | undefined) {}

  async isLikelyFull(place: Place): Promise<boolean> {
    const name = nameOf(place);
    return this.own.has(name) || (await this.ask((store) => store.get(name))) === "1";
  }

  async note(place: Place): Promise<void> {
    const name = nameOf(place);
    // Whoever is refused while there is a hint need not renew it.
    if (this.own.has(name)) return;
    this.own.set(name, true);
    await this.ask((store) => store.set(name, "1", "PX", heldMs));
  }

  private async ask<T>(question: (store: HintStore) => Promise<T>): Promise<T | undefined> {
    if (!this.store || Date.now() < this.shunnedUntil) return undefined;
    try {
      return await question(this.store);
    } catch {
      // That Redis is away is logged where it is connected; without hints everything is only slower.
      this.shunnedUntil = Date.now() + shunnedMs;
      return undefined;
    }
  }
}

function nameOf({ tenantId, dimension, windowStart }: Place): string {
  return `wegraph:quota-full:${tenantId}:${dimension}:${windowStart.getTime()}`;
}
