import type { Logger } from "@wegraph/kit/log";
import type { WecomDatabase } from "../../wecom.database.ts";
import { hourOf } from "../callback.stats.ts";

const purpose = "callback-intake";
const everyMs = 1_000;

interface Refusals {
  tenantId: string;
  accountId: string;
  hour: string;
  reason: string;
  count: number;
}

/** Refusals by account, hour and reason; gathered here for a second, because whoever forges calls often. */
export class RefusalCounts {
  private waiting = new Map<string, Refusals>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly db: WecomDatabase,
    private readonly clock: () => Date,
    private readonly log: Logger,
  ) {}

  add({ tenantId, accountId }: { tenantId: string; accountId: string }, reason: string): void {
    const hour = hourOf(this.clock()).toISOString();
    const key = `${accountId} ${reason} ${hour}`;
    const known = this.waiting.get(key);
    if (known) known.count += 1;
    else this.waiting.set(key, { tenantId, accountId, hour, reason, count: 1 });
    this.timer ??= setTimeout(() => this.flush(), everyMs).unref();
  }

  async stop(): Promise<void> {
    this.flush();
    await this.writing;
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const rows = [...this.waiting.values()].toSorted((a, b) => (a.accountId < b.accountId ? -1 : 1));
    this.waiting = new Map();
    if (rows.length === 0) return;
    this.writing = this.writing.then(() =>
      this.write(rows).catch((err: unknown) => this.log.warn({ err }, "refused callbacks not counted")),
    );
  }

  private async write(rows: readonly Refusals[]): Promise<void> {
    await this.db.system(purpose).$executeRaw`
      INSERT INTO wegraph_callback_refusal_stats AS s (tenant_id, account_id, hour, reason, count)
      SELECT n."tenantId", n."accountId", n.hour, n.reason, n.count
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS n ("tenantId" uuid, "accountId" uuid, hour timestamptz, reason text, count int)
      ON CONFLICT (tenant_id, hour, account_id, reason) DO UPDATE SET count = s.count + excluded.count`;
  }
}
