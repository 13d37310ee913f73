import type { Logger } from "@wegraph/kit/log";
import { Repeating } from "@wegraph/kit/repeating";
import type { WecomDatabase } from "../wecom.database.ts";

const purpose = "message-housekeeping";
const everyMs = 6 * 60 * 60_000;
const monthsAhead = 3;
/** A message and what became of it can be looked up for so long. */
export const monthsKept = 13;

/** Makes partitions ahead of time, and drops those whose messages are kept long enough. */
export class MessageKeeper {
  private readonly tidying: Repeating<void>;

  constructor(
    private readonly db: WecomDatabase,
    private readonly log: Logger,
  ) {
    const complaint = "message housekeeping failed";
    this.tidying = new Repeating({
      work: () => this.tidy(),
      everyMs,
      firstAfterMs: everyMs,
      complaint,
      log,
    });
  }

  /** The partitions first: without them no message can be accepted. */
  async start(): Promise<void> {
    await this.tidy();
    this.tidying.start();
  }

  stop(): Promise<void> {
    return this.tidying.stop();
  }

  async tidy(): Promise<void> {
    const system = this.db.system(purpose);
    await system.$executeRaw`SELECT wegraph_ensure_partitions(${monthsAhead}::int)`;
    const dropped = await system.$queryRaw<{ name: string }[]>`
      SELECT wegraph_drop_partitions('wework_message_records', ${monthsKept}::int) AS name`;
    if (dropped.length > 0)
      this.log.info({ partitions: dropped.map(({ name }) => name) }, "old messages dropped");
  }
}
