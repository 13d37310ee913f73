import { LRUCache } from "lru-cache";

const windowMs = 60_000;
/** Refusals a minute that are answered as what they are: of one address at one account, of an address, of an account. */
const pairMax = 60;
const addressMax = 300;
const accountMax = 600;
/** So long after a genuine callback an address keeps its good name at an account. */
const trustedMs = 60 * 60_000;
const entriesMax = 50_000;

interface Count {
  since: number;
  refused: number;
}

/**
 * Turns away who has been refused too often, before anything is computed for them. WeCom calls for all its customers
 * from a few addresses, so one wrongly set application must not silence the others: an address with a genuine callback
 * at an account is limited there by its own refusals only.
 */
export class RefusalLimits {
  private readonly counts = new LRUCache<string, Count>({ max: entriesMax, ttl: windowMs });
  private readonly trusted = new LRUCache<string, true>({ max: entriesMax, ttl: trustedMs });

  constructor(private readonly clock: () => number = () => performance.now()) {}

  allows(address: string, accountId: string): boolean {
    const pair = `${address} ${accountId}`;
    if (this.refusedOf(pair) >= pairMax) return false;
    if (this.trusted.has(pair)) return true;
    return (
      this.refusedOf(`address ${address}`) < addressMax && this.refusedOf(`account ${accountId}`) < accountMax
    );
  }

  /** Returns whether it was the one that used up a limit. */
  refused(address: string, accountId: string): boolean {
    const reached = [
      this.count(`${address} ${accountId}`) === pairMax,
      this.count(`address ${address}`) === addressMax,
      this.count(`account ${accountId}`) === accountMax,
    ];
    return reached.includes(true);
  }

  accepted(address: string, accountId: string): void {
    const pair = `${address} ${accountId}`;
    if (!this.trusted.has(pair)) this.trusted.set(pair, true);
  }

  private refusedOf(key: string): number {
    const count = this.counts.get(key);
    return count && this.clock() - count.since < windowMs ? count.refused : 0;
  }

  private count(key: string): number {
    const refused = this.refusedOf(key) + 1;
    const since = refused === 1 ? this.clock() : (this.counts.peek(key)?.since ?? this.clock());
    this.counts.set(key, { since, refused });
    return refused;
  }
}
