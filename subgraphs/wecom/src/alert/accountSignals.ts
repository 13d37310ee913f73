import type { Logger } from "@wegraph/kit/log";
import type { WecomDatabase } from "../wecom.database.ts";

const purpose = "account-signals";
const flushEveryMs = 1_000;
const keptHours = 48;

/** What happens to accounts and no other table counts. */
export type AccountSignal = "FREQUENCY_LIMITED";

interface Count {
  tenantId: string;
  accountId: string;
  signal: AccountSignal;
  minute: string;
  count: number;
}

/**
 * Counts by the minute. Counting never holds up who counts, and one that is lost with a process is no harm: what is worth
 * an alert happens again.
 */
export class AccountSignals {
  private counts = new Map<string, Count>();
  private timer: NodeJS.Timeout | undefined;
  private flushing: Promise<void> = Promise.resolve();

  constructor(
    private readonly db: WecomDatabase,
    private readonly clock: () => Date,
    private readonly log: Logger,
  ) {}

  note(tenantId: string, accountId: string, signal: AccountSignal): void {
    const minute = new Date(Math.floor(this.clock().getTime() / 60_000) * 60_000).toISOString();
    const key = `${accountId} ${signal} ${minute}`;
    const known = this.counts.get(key);
    if (known) known.count += 1;
    else this.counts.set(key, { tenantId, accountId, signal, minute, count: 1 });
    this.timer ??= setTimeout(() => {
      this.flushing = this.flush();
    }, flushEveryMs);
  }

  /** Writes what was counted; at the end of a process too. */
  async stop(): Promise<void> {
    await this.flushing;
    await this.flush();
  }

  /** What is too old for any alert. */
  async tidy(): Promise<void> {
    const before = new Date(this.clock().getTime() - keptHours * 3_600_000);
    await this.db.system(purpose).$executeRaw`
      DELETE FROM wegraph_account_signals WHERE minute < ${before}::timestamptz`;
  }

  private async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const counts = [...this.counts.values()];
    this.counts = new Map();
    if (counts.length === 0) return;
    try {
      await this.db.system(purpose).$executeRaw`
        INSERT INTO wegraph_account_signals AS s (account_id, signal, minute, tenant_id, count)
        SELECT n."accountId", n.signal, n.minute, n."tenantId", n.count
        FROM jsonb_to_recordset(${JSON.stringify(counts)}::jsonb)
          AS n ("tenantId" uuid, "accountId" uuid, signal text, minute timestamptz, count int)
        ON CONFLICT (account_id, signal, minute) DO UPDATE SET count = s.count + excluded.count`;
    } catch (err) {
      this.log.warn({ err }, "signals of accounts not counted");
    }
  }
}
