import type { WorkQueue } from "@wegraph/kit/queue";
import type { RawExecutor } from "@wegraph/kit/outbox";
import type { CallbackTimings } from "./callback.timings.ts";

/** A corporation that has callbacks to be handled. */
export interface WaitingCorp {
  tenantId: string;
  corpId: string;
}

/** Says that there is work, and for whom; what it is the database knows. */
export class CallbackQueue {
  private readonly kind: string;

  /** @param suffix keeps installations on one NATS server apart; empty for the only one. */
  constructor(
    private readonly queue: WorkQueue,
    suffix = "",
  ) {
    this.kind = `wecom.callback${suffix}`;
  }

  /** With the commit of `tx`. */
  async enqueue(tx: RawExecutor, tenantId: string, corps: readonly WaitingCorp[]): Promise<void> {
    if (corps.length > 0) await this.queue.enqueue(tx, this.kind, tenantId, { corps });
  }

  work(
    concurrency: number,
    { ackWaitMs }: CallbackTimings,
    perform: (corps: readonly WaitingCorp[], stillWorking: () => void) => Promise<void>,
  ): Promise<void> {
    return this.queue.work<{ corps: WaitingCorp[] }>(this.kind, { concurrency, ackWaitMs }, (job) =>
      perform(job.payload.corps, () => job.stillWorking()),
    );
  }
}
