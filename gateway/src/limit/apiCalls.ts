import { v7 } from "uuid";
import type { AppError } from "@wegraph/kit/errors";
import type { Logger } from "@wegraph/kit/log";
import type { Principal } from "@wegraph/kit/principal";
import { Repeating } from "@wegraph/kit/repeating";

/** What programs of a tenant have called since it was counted last. The same key again is the same calls. */
export interface CountedCalls {
  tenantId: string;
  key: string;
  calls: number;
}

/** Counts calls where quotas are kept; for each tenant why it may not call any more, or null. */
export type CountApiCalls = (tenants: readonly CountedCalls[]) => Promise<readonly (AppError | null)[]>;

const everyMs = 2_000;
const tenantsAtOnce = 200;

/**
 * The quota of API calls. Calls are counted here and told every two seconds, so no request waits for it; a tenant that has
 * used its quota up is refused from the next telling on, seconds late, and let in again as late. A process that dies loses
 * the calls of its last two seconds; one that cannot tell keeps them until it can.
 */
export class ApiCalls {
  private counted = new Map<string, number>();
  /** Told, and not yet answered: goes again under the same keys. */
  private untold: CountedCalls[] = [];
  private readonly refused = new Map<string, AppError>();
  private readonly repeating: Repeating<void>;

  constructor(
    private readonly count: CountApiCalls,
    log: Logger,
  ) {
    this.repeating = new Repeating({
      work: () => this.tell(),
      everyMs,
      firstAfterMs: everyMs,
      complaint: "calls with API keys not counted",
      log,
    });
    this.repeating.start();
  }

  /** @throws AppError QUOTA_EXCEEDED */
  admit({ kind, tenantId }: Pick<Principal, "kind" | "tenantId">, calls = 1): void {
    if (kind !== "API_KEY") return;
    const refusal = this.refused.get(tenantId);
    if (refusal) throw refusal;
    this.counted.set(tenantId, (this.counted.get(tenantId) ?? 0) + calls);
  }

  async stop(): Promise<void> {
    await this.repeating.stop();
    await this.tell().catch(() => undefined); // Complained of by the run before, if it is not to be.
  }

  async tell(): Promise<void> {
    if (this.untold.length === 0) this.untold = this.taken();
    while (this.untold.length > 0) {
      const told = this.untold.slice(0, tenantsAtOnce);
      const verdicts = await this.count(told);
      told.forEach(({ tenantId }, n) => {
        const verdict = verdicts[n];
        if (verdict) this.refused.set(tenantId, verdict);
        else this.refused.delete(tenantId);
      });
      this.untold = this.untold.slice(told.length);
    }
  }

  /** Those who are refused call nothing that is counted, and are asked about: they may be let in again. */
  private taken(): CountedCalls[] {
    const counted = this.counted;
    this.counted = new Map();
    for (const tenantId of this.refused.keys()) if (!counted.has(tenantId)) counted.set(tenantId, 0);
    return [...counted].map(([tenantId, calls]) => ({ tenantId, calls, key: `api-calls:${v7()}` }));
  }
}
