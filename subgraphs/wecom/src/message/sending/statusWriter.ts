import type { Logger } from "@wegraph/kit/log";
import { systemOrigin } from "@wegraph/kit/outbox";
import { announceChanges } from "../message.announce.ts";
import type { MessageBatchProgress } from "../batch/batch.progress.ts";
import { countChanges } from "../stats/stats.write.ts";
import { patient } from "../../wecom.database.ts";
import type { Tx, WecomDatabase } from "../../wecom.database.ts";
import { groupedBy } from "./settled.ts";
import type { Changed, Settled } from "./settled.ts";
import { writeSettled } from "./settle.ts";

const purpose = "message-worker";
const atOnceMax = 500;
const retryMs = 250;

interface Entry {
  settled: Settled;
  written: () => void;
}

/**
 * Writes what became of messages: many with one transaction, together with the counts and events that follow. While the
 * database is away results wait here; each still stands only where its claim does, however late it is written.
 */
export class StatusWriter {
  private waiting: Entry[] = [];
  private flushing: Promise<void> | undefined;

  constructor(
    private readonly options: {
      db: WecomDatabase;
      progress: MessageBatchProgress;
      clock: () => Date;
      log: Logger;
      flushMs: number;
    },
  ) {}

  /** Resolves when the result is durable, or has proved to be too late. */
  write(settled: Settled): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push({ settled, written: resolve });
      this.flushing ??= this.flush().finally(() => (this.flushing = undefined));
    });
  }

  async stop(): Promise<void> {
    await this.flushing;
  }

  private async flush(): Promise<void> {
    const { log, flushMs } = this.options;
    while (this.waiting.length > 0) {
      if (this.waiting.length < atOnceMax) await pause(flushMs);
      const entries = this.waiting.splice(0, atOnceMax);
      for (;;)
        try {
          await this.save(entries.map(({ settled }) => settled));
          break;
        } catch (err) {
          log.error({ err, results: entries.length }, "results of sending not written");
          await pause(retryMs);
        }
      for (const { written } of entries) written();
    }
  }

  private async save(results: readonly Settled[]): Promise<void> {
    const { db } = this.options;
    await db.system(purpose).$transaction((tx) => this.saveIn(tx, results), patient);
  }

  private async saveIn(tx: Tx, results: readonly Settled[]): Promise<void> {
    const changed = await writeSettled(tx, results);
    await recordChanges(tx, changed, this.options);
  }
}

/** Everything that follows from changes of status: counts of batches and hours, and the events. */
export async function recordChanges(
  tx: Tx,
  changed: readonly Changed[],
  { progress, clock }: { progress: MessageBatchProgress; clock: () => Date },
): Promise<void> {
  await progress.count(tx, changed);
  await countChanges(tx, changed, clock());
  const told = changed.filter(({ status }) => status !== "SENDING");
  for (const [tenantId, rows] of groupedBy(told, (row) => row.tenantId)) {
    const changes = rows.map(({ id: messageId, accountId, batchId, status, errorCode }) => ({
      messageId,
      accountId,
      batchId,
      status,
      errorCode,
    }));
    await announceChanges(tx, systemOrigin("message-worker", tenantId), changes);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
