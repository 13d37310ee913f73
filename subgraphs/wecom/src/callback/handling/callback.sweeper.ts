import type { Logger } from "@wegraph/kit/log";
import { Repeating } from "@wegraph/kit/repeating";
import type { CallbackWorker } from "./callback.worker.ts";
import type { WaitingCallbacks } from "./callback.waiting.ts";

/**
 * Finds what no job leads to, and handles it without one: so callbacks are handled also while NATS is away. Any number
 * of processes may sweep; turns keep them apart.
 */
export class CallbackSweeper {
  private readonly sweeping: Repeating<void>;

  constructor(
    private readonly waiting: WaitingCallbacks,
    private readonly worker: CallbackWorker,
    sweepMs: number,
    log: Logger,
  ) {
    const work = () => this.sweep();
    this.sweeping = new Repeating({ work, everyMs: sweepMs, complaint: "callback sweep failed", log });
  }

  start(): void {
    this.sweeping.start();
  }

  stop(): Promise<void> {
    return this.sweeping.stop();
  }

  async sweep(): Promise<void> {
    await Promise.all((await this.waiting.overdue()).map((corp) => this.worker.drain(corp)));
  }
}
