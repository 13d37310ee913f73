import type { Logger } from "@wegraph/kit/log";
import { Repeating } from "@wegraph/kit/repeating";
import type { GroupSendCheck } from "./groupSend.results.ts";
import type { GroupSendHandOver } from "./groupSend.handOver.ts";
import type { GroupSendRow, GroupSendStore } from "./groupSend.store.ts";

/**
 * Takes group sends on their way: hands them over, looks up those in doubt, and asks who has confirmed. Any number of
 * processes may; one that dies leaves a claim that ends.
 */
export class GroupSendWorker {
  private readonly working: Repeating<number>;

  constructor(
    private readonly options: {
      store: GroupSendStore;
      handOver: GroupSendHandOver;
      check: GroupSendCheck;
      everyMs: number;
      clock: () => Date;
      log: Logger;
    },
  ) {
    const { everyMs, log } = options;
    this.working = new Repeating({
      work: () => this.work(),
      everyMs,
      isMore: (count) => count > 0,
      complaint: "group sends not looked at",
      log,
    });
  }

  start(): void {
    this.working.start();
  }

  stop(): Promise<void> {
    return this.working.stop();
  }

  /** Returns how many were due. */
  async work(): Promise<number> {
    const rows = await this.options.store.take();
    await Promise.all(
      rows.map(async (row) => {
        try {
          await this.perform(row);
        } catch (err) {
          // Its claim ends by itself; then it is somebody's again.
          this.options.log.error({ err, groupSendId: row.id }, "group send interrupted");
        }
      }),
    );
    return rows.length;
  }

  private async perform(row: GroupSendRow): Promise<void> {
    const { store, handOver, check, clock } = this.options;
    if (row.status === "WAITING") return check.perform(row);
    if (row.status === "HANDING_OVER") return handOver.verify(row);
    if (row.cancelAskedAt === null) return handOver.perform(row);
    await store.save(
      row,
      { status: "CANCELLED", dueAt: null, endedAt: clock() },
      { rest: { status: "CANCELLED", code: null } },
    );
  }
}
