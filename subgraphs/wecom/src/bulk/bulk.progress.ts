import { inTenant } from "@wegraph/database/scope";
import type { Logger } from "@wegraph/kit/log";
import { announce, systemOrigin } from "@wegraph/kit/outbox";
import type { WecomDatabase } from "../wecom.database.ts";
import { bulkOperationProgressed } from "./bulk.events.ts";

const everyMs = 250;

interface Counts {
  status: string;
  total: number;
  done: number;
  refused: number;
  failed: number;
}

/**
 * Counts what is done of an operation and announces it, at most four times a second and process however many items
 * are finished meanwhile. Counts are taken from the items, so they are right whoever worked on them.
 */
export class BulkProgress {
  private readonly waiting = new Map<string, NodeJS.Timeout>();

  constructor(
    private readonly db: WecomDatabase,
    private readonly log: Logger,
  ) {}

  /** Something was finished; a report follows within a quarter of a second. */
  note(operationId: string, tenantId: string): void {
    if (this.waiting.has(operationId)) return;
    const report = (): void => {
      this.waiting.delete(operationId);
      this.report(operationId, tenantId).catch((err: unknown) =>
        this.log.warn({ err, operationId }, "progress not reported"),
      );
    };
    this.waiting.set(operationId, setTimeout(report, everyMs));
  }

  /** Counts and announces now. The operation is over when no item is left to do. */
  async report(operationId: string, tenantId: string): Promise<void> {
    clearTimeout(this.waiting.get(operationId));
    this.waiting.delete(operationId);
    await inTenant(tenantId, () =>
      this.db.tenant.$transaction(async (tx) => {
        // The lock first: a count taken while waiting for it would be older than the one it overwrites.
        await tx.$queryRaw`SELECT FROM wegraph_bulk_operations WHERE id = ${operationId}::uuid FOR UPDATE`;
        const [counts] = await tx.$queryRaw<Counts[]>`
          WITH counted AS (
            SELECT count(*) FILTER (WHERE status = 'DONE')::int AS done, count(*) FILTER (WHERE status = 'REFUSED')::int AS refused,
              count(*) FILTER (WHERE status = 'FAILED')::int AS failed, count(*) FILTER (WHERE status = 'CANCELLED')::int AS cancelled,
              count(*) FILTER (WHERE status = 'PENDING')::int AS pending
            FROM wegraph_bulk_items WHERE operation_id = ${operationId}::uuid)
          UPDATE wegraph_bulk_operations o
          SET done = c.done, refused = c.refused, failed = c.failed, cancelled = c.cancelled,
            status = CASE WHEN o.status = 'RUNNING' AND c.pending = 0 THEN 'DONE' ELSE o.status END,
            finished_at = CASE WHEN o.status = 'RUNNING' AND c.pending = 0 THEN now() ELSE o.finished_at END
          FROM counted c WHERE o.id = ${operationId}::uuid
          RETURNING o.status, o.total, o.done, o.refused, o.failed`;
        if (!counts) return;
        const origin = systemOrigin("bulk-operations", tenantId);
        await announce(tx, origin, bulkOperationProgressed, { bulkOperationId: operationId, ...counts });
      }),
    );
  }

  stop(): void {
    for (const timer of this.waiting.values()) clearTimeout(timer);
    this.waiting.clear();
  }
}
