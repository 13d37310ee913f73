import type { Logger } from "@wegraph/kit/log";
import { announce, systemOrigin } from "@wegraph/kit/outbox";
import type { Tx, WecomDatabase } from "../../wecom.database.ts";
import { messageBatchProgressed } from "../message.events.ts";
import { groupedBy } from "../sending/settled.ts";
import type { Changed } from "../sending/settled.ts";

const everyMs = 250;
const purpose = "message-progress";

interface Counts {
  batchId: string;
  tenantId: string;
  status: string;
  total: number;
  sent: number;
  failed: number;
  cancelled: number;
}

/**
 * Keeps the counts of batches, in the transactions that change their messages: they are exact, whoever works. Progress
 * is announced at most four times a second for each batch and process; the end always, with the change that makes it.
 */
export class MessageBatchProgress {
  private readonly waiting = new Map<string, NodeJS.Timeout>();
  private readonly announcedAt = new Map<string, number>();

  constructor(
    private readonly db: WecomDatabase,
    private readonly log: Logger,
  ) {}

  async count(tx: Tx, changes: readonly Changed[]): Promise<void> {
    const inBatches = changes.filter(({ batchId, status }) => batchId !== null && status !== "SENDING");
    if (inBatches.length === 0) return;
    const deltas = groupedBy(inBatches, ({ batchId }) => batchId ?? "").map(([batchId, rows]) => ({
      batchId,
      sent:
        rows.filter(({ status }) => status === "SENT").length -
        rows.filter(({ hasBounced }) => hasBounced).length,
      failed: rows.filter(({ status }) => status === "FAILED").length,
      cancelled: rows.filter(({ status }) => status === "CANCELLED").length,
      delivered: rows.filter(({ status }) => status === "DELIVERED").length,
      read: rows.filter(({ status }) => status === "READ").length,
    }));
    // The rows are locked in the order of their ids, as everywhere: two workers never wait for each other in a ring.
    await tx.$queryRaw`
      SELECT FROM wework_message_batches WHERE id = ANY (${deltas.map(({ batchId }) => batchId)}::uuid[]) ORDER BY id FOR UPDATE`;
    const counts = await tx.$queryRaw<Counts[]>`
      UPDATE wework_message_batches b
      SET sent = b.sent + d.sent, failed = b.failed + d.failed, cancelled = b.cancelled + d.cancelled,
        delivered = b.delivered + d.delivered, read = b.read + d.read,
        status = CASE WHEN b.status = 'RUNNING' AND b.sent + d.sent + b.failed + d.failed + b.cancelled + d.cancelled = b.total
          THEN 'DONE' ELSE b.status END,
        finished_at = CASE WHEN b.finished_at IS NULL AND b.sent + d.sent + b.failed + d.failed + b.cancelled + d.cancelled = b.total
          THEN now() ELSE b.finished_at END
      FROM jsonb_to_recordset(${JSON.stringify(deltas)}::jsonb)
        AS d ("batchId" uuid, sent int, failed int, cancelled int, delivered int, read int)
      WHERE b.id = d."batchId"
      RETURNING b.id AS "batchId", b.tenant_id AS "tenantId", b.status, b.total, b.sent, b.failed, b.cancelled`;
    for (const each of counts) await this.tell(tx, each);
  }

  stop(): void {
    for (const timer of this.waiting.values()) clearTimeout(timer);
    this.waiting.clear();
  }

  private async tell(tx: Tx, counts: Counts): Promise<void> {
    const { batchId, sent, failed, cancelled, total } = counts;
    const isOver = sent + failed + cancelled === total;
    const since = performance.now() - (this.announcedAt.get(batchId) ?? -everyMs);
    if (!isOver && since < everyMs) return this.later(batchId);
    clearTimeout(this.waiting.get(batchId));
    this.waiting.delete(batchId);
    if (isOver) this.announcedAt.delete(batchId);
    else this.announcedAt.set(batchId, performance.now());
    await announceCounts(tx, counts);
  }

  /** So that the last of several changes is told too, if none follows it. */
  private later(batchId: string): void {
    if (this.waiting.has(batchId)) return;
    const timer = setTimeout(() => {
      this.waiting.delete(batchId);
      this.report(batchId).catch((err: unknown) => this.log.warn({ err, batchId }, "progress not reported"));
    }, everyMs);
    this.waiting.set(batchId, timer);
  }

  private async report(batchId: string): Promise<void> {
    this.announcedAt.set(batchId, performance.now());
    await this.db.system(purpose).$transaction(async (tx) => {
      // Locked, so that this is announced in its turn between the changes.
      const [counts] = await tx.$queryRaw<Counts[]>`
        SELECT id AS "batchId", tenant_id AS "tenantId", status, total, sent, failed, cancelled FROM wework_message_batches
        WHERE id = ${batchId}::uuid FOR UPDATE`;
      if (counts) await announceCounts(tx, counts);
    });
  }
}

async function announceCounts(tx: Tx, { tenantId, ...counts }: Counts): Promise<void> {
  await announce(tx, systemOrigin("message-worker", tenantId), messageBatchProgressed, counts);
}
