import { setTimeout as sleep } from "node:timers/promises";
import { bucketFor } from "../message/limits/bucket.rules.ts";
import { limitIn } from "../message/limits/limits.ts";
import type { ProviderLimits } from "../message/limits/limits.service.ts";
import type { RateLimiter } from "../message/limits/rateLimiter.ts";
import { refusedBy } from "../serverApi/outcome.ts";
import type { ApiOutcome } from "../serverApi/outcome.ts";
import type { ContactApp } from "./contact.apps.ts";

const frequencyExceeded = 45_009;
/** Whoever has to wait longer does not wait here. */
const waitMaxMs = 2_000;

/**
 * Calls of the server API within what WeCom allows a corporation of each interface (path/90312), counted by all
 * processes together. A corporation that was told off for an interface leaves it alone until the pause is over.
 */
export class ContactCalls {
  constructor(
    private readonly limits: ProviderLimits,
    private readonly limiter: RateLimiter,
    /** No pause is longer. */
    private readonly pauseMaxMs: number,
  ) {}

  /** @param api the interface's name, which limits go by. */
  async call<T>({ app }: ContactApp, api: string, run: () => Promise<ApiOutcome<T>>): Promise<ApiOutcome<T>> {
    const whose = `${app.corpId}:${api}`;
    const pausedMs = (await this.limiter.paused([whose])).get(whose) ?? 0;
    if (pausedMs > 0) return paused(pausedMs);
    const limits = await this.limits.inForce();
    const need = (["corp_api_minute", "corp_api_hour"] as const).map((key) => ({
      name: `${key}:${whose}`,
      ...bucketFor(limitIn(limits, key)),
    }));
    for (let waitedMs = 0; ;) {
      const [waitMs = 0] = await this.limiter.take([need]);
      if (waitMs === 0) break;
      if (waitedMs + waitMs > waitMaxMs) return paused(waitMs);
      waitedMs += waitMs;
      await sleep(waitMs);
    }
    const outcome = await run();
    if (outcome.kind === "refused" && outcome.refusal.retry.kind === "pause")
      await this.limiter.pause(whose, Math.min(outcome.refusal.retry.pauseMs, this.pauseMaxMs));
    return outcome;
  }
}

/** As WeCom would refuse it, without asking. */
function paused(ms: number): ApiOutcome<never> {
  const { refusal } = refusedBy(frequencyExceeded, "paused here");
  return { kind: "refused", refusal: { ...refusal, retry: { kind: "pause", pauseMs: ms } } };
}
