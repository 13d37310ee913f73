import type { Logger } from "@wegraph/kit/log";
import type { CallbackWorker } from "./callback.worker.ts";
import type { WaitingCallbacks } from "./callback.waiting.ts";

/**
 * Finds what no job leads to, and handles it without one: so callbacks are handled also while NATS is away. Any number
 * of processes may sweep; turns keep them apart.
 */
export class CallbackSweeper {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly waiting: WaitingCallbacks,
    private readonly worker: CallbackWorker,
    private readonly sweepMs: number,
    private readonly log: Logger,
  ) {}

  start(): void {
    const tick = (): void => {
      this.running = this.sweep()
        .catch((err: unknown) => this.log.warn({ err }, "callback sweep failed"))
        .then(() => {
          if (this.timer) this.timer = setTimeout(tick, this.sweepMs);
        });
    };
    this.timer = setTimeout(tick, 0);
  }

  async stop(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.running;
  }

  async sweep(): Promise<void> {
    await Promise.all((await this.waiting.overdue()).map((corp) => this.worker.drain(corp)));
  }
}
