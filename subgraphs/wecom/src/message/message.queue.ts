import type { WorkQueue } from "@wegraph/kit/queue";
import type { RawExecutor } from "@wegraph/kit/outbox";
import { inChunks } from "../bulk/bulk.rules.ts";
import type { Lane } from "./message.enums.ts";

export interface MessageJob {
  ids: string[];
}

/** So many messages make one job: few enough that several workers share a batch, enough that a job costs little. */
const jobSize = 100;

/** The jobs that messages travel in. Each lane is a kind of job of its own, with its own consumer. */
export class MessageQueue {
  constructor(
    private readonly queue: WorkQueue,
    /** Keeps installations on one NATS server apart; empty for the only one. */
    private readonly suffix = "",
  ) {}

  kindOf(lane: Lane): string {
    return `wecom.message-${lane.toLowerCase()}${this.suffix}`;
  }

  /** With the commit of `tx`, so that there is a job exactly when there is a message. */
  async enqueue(tx: RawExecutor, tenantId: string, lane: Lane, ids: readonly string[]): Promise<void> {
    for (const chunk of inChunks(ids, jobSize))
      await this.queue.enqueue(tx, this.kindOf(lane), tenantId, { ids: chunk } satisfies MessageJob);
  }

  work(
    lane: Lane,
    options: { concurrency: number; ackWaitMs: number },
    perform: (job: { tenantId: string; payload: MessageJob; stillWorking(): void }) => Promise<void>,
  ): Promise<void> {
    return this.queue.work<MessageJob>(this.kindOf(lane), options, perform);
  }
}
