import type { Redis } from "ioredis";
import { LRUCache } from "lru-cache";
import type { Logger } from "@wegraph/kit/log";
import type { GatewaySettings } from "../settings.ts";
import { hashOf } from "./persistedOperations.ts";

/** Texts that clients registered while running: in Redis for all gateways, and in memory; both bounded. */
export class KeptTexts {
  private readonly texts: LRUCache<string, string>;

  constructor(
    private readonly redis: Redis | undefined,
    private readonly settings: GatewaySettings["persisted"],
    private readonly log: Logger,
  ) {
    this.texts = new LRUCache({
      maxSize: settings.memoryBytesMax,
      sizeCalculation: (text) => 2 * text.length + 200,
    });
  }

  has(hash: string, text: string): boolean {
    return this.texts.get(hash) === text;
  }

  /** @returns null when it is not known, or cannot be looked up right now: the client then sends the text again. */
  async recall(hash: string): Promise<string | null> {
    const known = this.texts.get(hash);
    if (known !== undefined || !this.redis) return known ?? null;
    const text = await this.redis.get(nameOf(hash)).catch((err: unknown) => {
      this.log.debug({ err }, "persisted operations are looked up locally");
      return null;
    });
    if (text === null || hashOf(text) !== hash) return null; // whoever else writes there runs nothing here
    this.texts.set(hash, text);
    return text;
  }

  keep(hash: string, text: string): void {
    this.texts.set(hash, text);
    this.redis
      ?.set(nameOf(hash), text, "EX", this.settings.keptSeconds)
      .catch((err: unknown) => this.log.debug({ err }, "a persisted operation is kept locally"));
  }
}

function nameOf(hash: string): string {
  return `wegraph:operation:${hash}`;
}
