import type { Logger } from "@wegraph/kit/log";
import { Repeating } from "@wegraph/kit/repeating";
import type { WecomDatabase } from "../../wecom.database.ts";
import { dayName, dayStart } from "../acceptance/plan.rules.ts";

const purpose = "usage-roll-up";
const everyMs = 5 * 60_000;
/** After a start, days that nobody rolled up are: as long as a month's bill may wait for them. */
const catchUpDays = 35;

/**
 * Rolls up what each tenant used on a day: accounts, and messages by outcome. Computed anew from the hours each time,
 * so that it may run twice, late, or in several processes.
 */
export class UsageKeeper {
  private readonly rolling: Repeating<void>;
  private hasCaughtUp = false;

  constructor(
    private readonly db: WecomDatabase,
    private readonly clock: () => Date,
    log: Logger,
  ) {
    this.rolling = new Repeating({
      work: () => this.keepUp(),
      everyMs,
      complaint: "usage not rolled up",
      log,
    });
  }

  start(): void {
    this.rolling.start();
  }

  stop(): Promise<void> {
    return this.rolling.stop();
  }

  /** Rolls up today and so many days before it. */
  async rollUp(daysBefore: number): Promise<void> {
    const now = this.clock();
    await this.db.system(purpose).$transaction(async (tx) => {
      await tx.$executeRaw`
        INSERT INTO wework_tenant_usage AS u (tenant_id, day, accounts, accounts_online_max, computed_at)
        SELECT tenant_id, ${dayName(now, 0)}::date, count(*)::int, count(*) FILTER (WHERE status = 'ONLINE')::int, ${now}::timestamptz
        FROM wework_accounts WHERE deleted_at IS NULL GROUP BY tenant_id ORDER BY tenant_id
        ON CONFLICT (tenant_id, day) DO UPDATE SET accounts = excluded.accounts, computed_at = excluded.computed_at,
          accounts_online_max = greatest(u.accounts_online_max, excluded.accounts_online_max)`;
      await tx.$executeRaw`
        INSERT INTO wework_tenant_usage AS u (tenant_id, day, accepted, sent, failed, cancelled, delivered, read, computed_at)
        SELECT tenant_id, (hour AT TIME ZONE 'Asia/Shanghai')::date, sum(accepted)::int, sum(sent)::int, sum(failed)::int,
          sum(cancelled)::int, sum(delivered)::int, sum(read)::int, ${now}::timestamptz
        FROM wegraph_message_stats WHERE hour >= ${dayStart(now, -daysBefore)}::timestamptz GROUP BY 1, 2 ORDER BY 1, 2
        ON CONFLICT (tenant_id, day) DO UPDATE SET accepted = excluded.accepted, sent = excluded.sent, failed = excluded.failed,
          cancelled = excluded.cancelled, delivered = excluded.delivered, read = excluded.read, computed_at = excluded.computed_at
        WHERE u.computed_at <= excluded.computed_at`;
    });
  }

  private async keepUp(): Promise<void> {
    // Yesterday as well: what happened in its last minutes is known only now.
    await this.rollUp(this.hasCaughtUp ? 1 : catchUpDays);
    this.hasCaughtUp = true;
  }
}
