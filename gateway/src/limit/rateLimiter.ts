import type { Redis } from "ioredis";
import { LRUCache } from "lru-cache";
import type { Logger } from "@wegraph/kit/log";

export interface Verdict {
  allowed: boolean;
  limit: number;
  remaining: number;
  /** Milliseconds until the next request is allowed, or until the window has moved on. */
  resetMs: number;
}

/** How often each counted thing was seen in this minute and the one before. */
interface Count {
  minute: number;
  before: number;
  /** As of the last exchange with Redis; includes our own until then. */
  known: number;
  /** Seen here since. */
  mine: number;
}

const minuteMs = 60_000;
const exchangeMs = 500;
const keptSeconds = 130;
const keysMax = 100_000;

/**
 * Counts over a sliding minute, by each process for itself, and twice a second all processes' counts are added up
 * in Redis. No request waits for Redis, and without it each process still holds the limit for itself. Where a limit
 * guards a secret, `takeShared` waits for the common count instead.
 */
export class RateLimiter {
  private readonly counts = new LRUCache<string, Count>({ max: keysMax });
  private readonly touched = new Set<string>();
  private readonly timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly redis: Redis | undefined,
    private readonly log: Logger,
    private readonly now: () => number = Date.now,
  ) {
    if (redis) this.timer = setInterval(() => void this.exchange(), exchangeMs).unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** Counts `amount`, unless that would be over the limit. */
  take(key: string, limit: number, amount = 1): Verdict {
    const count = this.countOf(key);
    const verdict = this.verdict(count, limit, amount);
    if (!verdict.allowed) return verdict;
    count.mine += amount;
    this.touched.add(key);
    verdict.remaining = Math.max(0, verdict.remaining - amount);
    return verdict;
  }

  /** Whether one more would be allowed, without counting it. */
  peek(key: string, limit: number): Verdict {
    return this.verdict(this.countOf(key), limit);
  }

  /** As `take`, but by the count of all processes at this moment. */
  async takeShared(key: string, limit: number): Promise<Verdict> {
    const verdict = this.take(key, limit);
    if (!verdict.allowed || !this.redis) return verdict;
    await this.exchange([key]);
    const count = this.countOf(key);
    // What was just taken is in `known` already; asking for it once more would count it twice.
    return this.verdict({ ...count, known: count.known - 1 }, limit);
  }

  private countOf(key: string): Count {
    const minute = Math.floor(this.now() / minuteMs);
    const count = this.counts.get(key);
    if (count?.minute === minute) return count;
    const before = count?.minute === minute - 1 ? count.known + count.mine : 0;
    const next = { minute, before, known: 0, mine: 0 };
    this.counts.set(key, next);
    return next;
  }

  private verdict({ before, known, mine }: Count, limit: number, amount = 1): Verdict {
    const into = (this.now() % minuteMs) / minuteMs;
    const left = (1 - into) * minuteMs;
    const used = before * (1 - into) + known + mine;
    const allowed = used + amount <= limit;
    return {
      allowed,
      limit,
      remaining: Math.max(0, Math.floor(limit - used)),
      resetMs: Math.ceil(allowed ? moved(before, left) : waitFor(amount)),
    };

    /** If this minute alone is over, its count must slide out of the next one; else the last one's out of this. */
    function waitFor(more: number): number {
      const now = known + mine;
      return now + more <= limit
        ? ((used + more - limit) / before) * minuteMs
        : left + Math.max(0, 1 - (limit - more) / now) * minuteMs;
    }
  }

  private async exchange(keys: readonly string[] = [...this.touched]): Promise<void> {
    if (!this.redis || keys.length === 0) return;
    const minute = Math.floor(this.now() / minuteMs);
    const counts = keys.flatMap((key) => {
      this.touched.delete(key);
      const count = this.counts.peek(key);
      return count?.minute === minute ? [{ key, count, sent: count.mine }] : [];
    });
    const pipeline = this.redis.pipeline();
    for (const { key, sent } of counts) {
      pipeline
        .incrby(nameOf(key, minute), sent)
        .expire(nameOf(key, minute), keptSeconds)
        .get(nameOf(key, minute - 1));
    }
    const results = await pipeline.exec().catch((err: unknown) => {
      this.log.debug({ err }, "rate limits are counted locally");
      return null;
    });
    counts.forEach(({ key, count, sent }, index) => {
      const total = results?.[3 * index]?.[1];
      // Told when Redis is back, if the minute is not over by then.
      if (typeof total !== "number") return this.touched.add(key);
      count.known = total;
      count.mine -= sent;
      count.before = Math.max(count.before, Number(results?.[3 * index + 2]?.[1] ?? 0));
      return undefined;
    });
  }
}

function moved(before: number, left: number): number {
  return before > 0 ? Math.min(left, minuteMs / before) : left;
}

function nameOf(key: string, minute: number): string {
  return `wegraph:rate:${key}:${minute}`;
}
