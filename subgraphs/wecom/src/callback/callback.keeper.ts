import type { Logger } from "@wegraph/kit/log";
import { Repeating } from "@wegraph/kit/repeating";
import type { WecomDatabase } from "../wecom.database.ts";

const purpose = "callback-housekeeping";
const everyMs = 60 * 60_000;
const monthsAhead = 3;
/** Callbacks hold personal data and what people wrote: kept for looking into what went wrong, no longer. */
export const monthsKept = 3;
/** WeCom tries for seconds, and the time window ends a replay after five minutes; days are for clocks and queues gone mad. */
const keyDaysKept = 3;
const statMonthsKept = 13;
const atOnceMax = 20_000;

/** Makes partitions ahead of time, and removes what is kept long enough. */
export class CallbackKeeper {
  private readonly tidying: Repeating<void>;

  constructor(
    private readonly db: WecomDatabase,
    private readonly log: Logger,
  ) {
    const work = () => this.tidy();
    this.tidying = new Repeating({ work, everyMs, complaint: "callback housekeeping failed", log });
  }

  /** The partitions first: without them no callback can be taken in. */
  async start(): Promise<void> {
    await this.db.system(purpose).$executeRaw`SELECT wegraph_ensure_partitions(${monthsAhead}::int)`;
    this.tidying.start();
  }

  stop(): Promise<void> {
    return this.tidying.stop();
  }

  async tidy(): Promise<void> {
    const system = this.db.system(purpose);
    await system.$executeRaw`SELECT wegraph_ensure_partitions(${monthsAhead}::int)`;
    const dropped = await system.$queryRaw<{ name: string }[]>`
      SELECT wegraph_drop_partitions('wework_callback_logs', ${monthsKept}::int) AS name`;
    if (dropped.length > 0)
      this.log.info({ partitions: dropped.map(({ name }) => name) }, "old callbacks dropped");
    while ((await this.dropKeys()) === atOnceMax);
    await system.$executeRaw`
      DELETE FROM wegraph_callback_stats WHERE hour < now() - ${statMonthsKept}::int * interval '1 month'`;
    await system.$executeRaw`
      DELETE FROM wegraph_callback_refusal_stats WHERE hour < now() - ${statMonthsKept}::int * interval '1 month'`;
  }

  private dropKeys(): Promise<number> {
    return this.db.system(purpose).$executeRaw`
      DELETE FROM wegraph_callback_keys WHERE key IN (
        SELECT key FROM wegraph_callback_keys WHERE received_at < now() - ${keyDaysKept}::int * interval '1 day' LIMIT ${atOnceMax}::int)`;
  }
}
