import type { Logger } from "@wegraph/kit/log";
import type { WecomDatabase } from "../wecom.database.ts";

const purpose = "message-housekeeping";
const everyMs = 6 * 60 * 60_000;
const monthsAhead = 3;
/** A message and what became of it can be looked up for so long. */
export const monthsKept = 13;

/** Makes partitions ahead of time, and drops those whose messages are kept long enough. */
export class MessageKeeper {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly db: WecomDatabase,
    private readonly log: Logger,
  ) {}

  /** The partitions first: without them no message can be accepted. */
  async start(): Promise<void> {
    await this.tidy();
    this.timer = setInterval(() => {
      this.tidy().catch((err: unknown) => this.log.warn({ err }, "message housekeeping failed"));
    }, everyMs);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
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
