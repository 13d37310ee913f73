import { announce, systemOrigin } from "@wegraph/kit/outbox";
import type { Job, WorkQueue } from "@wegraph/kit/queue";
import type { CoreDatabase, Tx } from "../../database.ts";
import { webhookReplayProgressed } from "../webhook.events.ts";
import { purpose, systemPart } from "../webhook.purpose.ts";
import { replayJob } from "./replay.service.ts";
import type { ReplayJobPayload } from "./replay.service.ts";

const chunk = 500;

interface Replay {
  tenantId: string;
  endpointId: string;
  since: Date;
  until: Date;
  statuses: string[];
  lastAt: Date | null;
  lastId: string | null;
}

/**
 * Queues old deliveries again, a few hundred in a transaction that also remembers how far it came. So a job that comes
 * again after a crash goes on where it was, and what has been sent meanwhile is not sent twice.
 */
export class ReplayWorker {
  constructor(
    private readonly db: CoreDatabase,
    private readonly wake: (endpointId: string) => void,
    private readonly clock: () => Date,
  ) {}

  start(queue: WorkQueue): Promise<void> {
    return queue.work<ReplayJobPayload>(replayJob, { concurrency: 2 }, (job) => this.perform(job));
  }

  async perform({
    payload,
    stillWorking,
  }: Pick<Job<ReplayJobPayload>, "payload" | "stillWorking">): Promise<void> {
    for (;;) {
      const step = await this.db.system(purpose).$transaction((tx) => this.advance(tx, payload.replayId));
      if (!step) return;
      this.wake(step.endpointId);
      if (step.isOver) return;
      stillWorking();
    }
  }

  /** @returns nothing for a replay that is over already. */
  private async advance(tx: Tx, id: string): Promise<{ endpointId: string; isOver: boolean } | undefined> {
    const [replay] = await tx.$queryRaw<Replay[]>`
      SELECT tenant_id::text AS "tenantId", endpoint_id::text AS "endpointId", since, until, statuses, last_at AS "lastAt",
        last_id::text AS "lastId"
      FROM saas_webhook_replays WHERE id = ${id}::uuid AND status = 'RUNNING' FOR UPDATE`;
    if (!replay) return undefined;
    const queued = await this.requeue(tx, replay);
    const last = queued.at(-1);
    const isOver = queued.length < chunk;
    const {
      status,
      total,
      queued: sum,
    } = await tx.webhookReplay.update({
      where: { id },
      data: {
        queued: { increment: queued.length },
        ...(last && { lastAt: last.createdAt, lastId: last.id }),
        ...(isOver && { status: "DONE", finishedAt: this.clock() }),
      },
      select: { status: true, total: true, queued: true },
    });
    await announce(tx, systemOrigin(systemPart, replay.tenantId), webhookReplayProgressed, {
      replayId: id,
      status,
      total,
      queued: sum,
    });
    return { endpointId: replay.endpointId, isOver };
  }

  /** The oldest first, as they happened. */
  private async requeue(tx: Tx, replay: Replay): Promise<{ id: string; createdAt: Date }[]> {
    const { endpointId, since, until, statuses } = replay;
    const [lastAt, lastId] = [
      replay.lastAt ?? since,
      replay.lastId ?? "00000000-0000-0000-0000-000000000000",
    ];
    const rows = await tx.$queryRaw<{ id: string; createdAt: Date }[]>`
      UPDATE saas_webhook_deliveries d SET status = 'PENDING', due_at = ${this.clock()}, failures = 0, finished_at = NULL
      FROM (SELECT id, created_at FROM saas_webhook_deliveries
        WHERE endpoint_id = ${endpointId}::uuid AND status = ANY(${statuses}) AND NOT is_test AND created_at < ${until}
          AND (created_at, id) > (${lastAt}, ${lastId}::uuid) AND created_at >= ${lastAt}
        ORDER BY created_at, id LIMIT ${chunk} FOR UPDATE) picked
      WHERE d.id = picked.id AND d.created_at = picked.created_at
      RETURNING d.id::text AS id, d.created_at AS "createdAt"`;
    return rows.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1));
  }
}
