import type { Logger } from "@wegraph/kit/log";
import { Repeating } from "@wegraph/kit/repeating";
import type { WecomDatabase } from "../../wecom.database.ts";
import { part } from "../incoming.store.ts";
import type { KfSync } from "./kf.sync.ts";

interface Desk {
  tenantId: string;
  corpId: string;
  accountId: string;
  openKfId: string;
}

const everyMs = 5 * 60_000;
/** A desk that was not asked for so long is asked: its callbacks may have been lost, or there was nothing to say. */
const idleMs = 10 * 60_000;
const atOnceMax = 50;

/** Fetches from desks of which nothing was heard for a while: a callback that never came loses nothing then. */
export class KfSweeper {
  private readonly sweeping: Repeating<void>;

  constructor(private readonly options: { db: WecomDatabase; sync: KfSync; clock: () => Date; log: Logger }) {
    this.sweeping = new Repeating({
      work: () => this.sweep(),
      everyMs,
      firstAfterMs: everyMs,
      complaint: "idle desks not read",
      log: options.log,
    });
  }

  start(): void {
    this.sweeping.start();
  }

  stop(): Promise<void> {
    return this.sweeping.stop();
  }

  /** What WeCom refuses now is asked for again the next time. */
  async sweep(): Promise<void> {
    const { sync, log } = this.options;
    for (const desk of await this.idle()) {
      // Without a token: the last one has long ended.
      const news = { ...desk, token: "", announcedAt: new Date(0) };
      await sync.run(news).catch((err: unknown) => log.warn({ err }, "a desk was not asked"));
    }
  }

  private idle(): Promise<Desk[]> {
    const before = new Date(this.options.clock().getTime() - idleMs);
    return this.options.db.system(part).$queryRaw`
      SELECT k.tenant_id AS "tenantId", k.corp_id AS "corpId", k.account_id AS "accountId", k.open_kf_id AS "openKfId"
      FROM wegraph_kf_cursors k
      JOIN wework_accounts a ON a.id = k.account_id AND a.deleted_at IS NULL AND a.status = 'ONLINE'
      WHERE k.synced_at IS NULL OR k.synced_at < ${before}::timestamptz
      ORDER BY k.synced_at NULLS FIRST LIMIT ${atOnceMax}::int`;
  }
}
