import { announceAll, systemOrigin } from "@wegraph/kit/outbox";
import type { Logger } from "@wegraph/kit/log";
import type { QuotaDimension } from "@wegraph/kit/quota";
import { Repeating } from "@wegraph/kit/repeating";
import type { CoreDatabase } from "../database.ts";
import { quotaChanged } from "./quota.events.ts";
import { purpose } from "./quota.purpose.ts";

const everyMs = 1_000;

/** Tells whoever watches that quotas changed, once a second for each however often they did. */
export class QuotaTicker {
  private changed = new Map<string, { tenantId: string; dimension: QuotaDimension }>();
  private readonly repeating: Repeating<void>;

  constructor(
    private readonly db: CoreDatabase,
    log: Logger,
  ) {
    this.repeating = new Repeating({
      work: () => this.tell(),
      everyMs,
      firstAfterMs: everyMs,
      complaint: "changes of quotas not told",
      log,
    });
  }

  start(): void {
    this.repeating.start();
  }

  async stop(): Promise<void> {
    await this.repeating.stop();
  }

  note(tenantId: string, dimension: QuotaDimension): void {
    this.changed.set(`${tenantId} ${dimension}`, { tenantId, dimension });
  }

  async tell(): Promise<void> {
    if (this.changed.size === 0) return;
    const told = [...this.changed.values()];
    this.changed = new Map();
    await announceAll(
      this.db.system(purpose),
      told.map(({ tenantId, dimension }) => ({
        origin: systemOrigin(purpose, tenantId),
        definition: quotaChanged,
        payload: { dimension },
      })),
    );
  }
}
