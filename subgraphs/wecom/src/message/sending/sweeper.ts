import type { Logger } from "@wegraph/kit/log";
import { Repeating } from "@wegraph/kit/repeating";
import type { Lane } from "../message.enums.ts";
import type { MessageQueue } from "../message.queue.ts";
import type { MessageTimings } from "../message.timings.ts";
import { patient } from "../../wecom.database.ts";
import type { WecomDatabase } from "../../wecom.database.ts";
import { groupedBy } from "./settled.ts";

const purpose = "message-sweep";
const atOnceMax = 2_000;

interface Due {
  id: string;
  tenantId: string;
  lane: Lane;
}

/**
 * Puts into the queue whatever is due: what was scheduled, what was put off, what a worker left unfinished, and what
 * the queue itself lost. The database is the truth; the queue only says that there is work. Any number of processes may
 * sweep: each takes other rows.
 */
export class MessageSweeper {
  private readonly sweeping: Repeating<number>;

  constructor(
    private readonly options: {
      db: WecomDatabase;
      queue: MessageQueue;
      timings: MessageTimings;
      log: Logger;
    },
  ) {
    this.sweeping = new Repeating({
      work: () => this.sweep(),
      everyMs: options.timings.sweepMs,
      isMore: (count) => count === atOnceMax,
      complaint: "message sweep failed",
      log: options.log,
    });
  }

  start(): void {
    this.sweeping.start();
  }

  stop(): Promise<void> {
    return this.sweeping.stop();
  }

  /** Returns how many were due. A claim that has run out is taken away here: from then on its results are refused. */
  sweep(): Promise<number> {
    const { db, queue, timings } = this.options;
    return db.system(purpose).$transaction(async (tx) => {
      const due = await tx.$queryRaw<Due[]>`
        WITH due AS (
          SELECT id, created_at FROM wework_message_records WHERE due_at <= now() ORDER BY due_at LIMIT ${atOnceMax}::int
          FOR UPDATE SKIP LOCKED)
        UPDATE wework_message_records m
        SET status = CASE WHEN m.status = 'PENDING' THEN 'QUEUED' ELSE m.status END, queued_at = coalesce(m.queued_at, now()), claim = NULL,
          due_at = now() + ${timings.requeueMs}::float8 * interval '1 millisecond'
        FROM due WHERE m.id = due.id AND m.created_at = due.created_at
        RETURNING m.id, m.tenant_id AS "tenantId", m.lane`;
      for (const [, rows] of groupedBy(due, ({ tenantId, lane }) => `${tenantId} ${lane}`)) {
        const [first] = rows;
        if (first) await queue.enqueue(tx, first.tenantId, first.lane, rows.map(({ id }) => id).toSorted());
      }
      return due.length;
    }, patient);
  }
}
