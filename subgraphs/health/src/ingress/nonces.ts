import { LRUCache } from "lru-cache";
import type { Runtime } from "@wegraph/kit/runtime";

/** A request counts for ten minutes before and after its time, so its nonce is remembered for twice that, and a little. */
const keptMs = 21 * 60_000;
const localMax = 200_000;

/** Lets each nonce of a device in once: over all processes while Redis is there, else over this one. */
export class Nonces {
  private readonly local = new LRUCache<string, true>({ max: localMax, ttl: keptMs });

  constructor(private readonly redis: Runtime["redis"]) {}

  /** False where it was used before. */
  async use(deviceId: string, nonce: string): Promise<boolean> {
    const key = `${deviceId}:${nonce}`;
    if (this.local.has(key)) return false;
    this.local.set(key, true);
    try {
      return (await this.redis.set(`health:nonce:${key}`, "1", "PX", keptMs, "NX")) === "OK";
    } catch {
      return true; // without Redis a replay to another process only brings duplicates, which are stored once
    }
  }
}
