import type { Logger } from "@wegraph/kit/log";
import type { Claims } from "./claims.ts";
import type { Driver } from "./driver.ts";
import type { DriverMetrics } from "./driver.metrics.ts";
import type { HeartbeatBuffer } from "./heartbeats.ts";

export interface WorkerOptions {
  /** Accounts at work on at once. */
  concurrency: number;
  /** Between two looks for what is due, when nobody wakes us. */
  idleMs: number;
}

const batchMax = 200;

/** Takes accounts that are due and drives them, as many at a time as allowed, until stopped. */
export class DriverWorker {
  private readonly busy = new Set<Promise<void>>();
  private running = false;
  private isWoken = false;
  private wakeUp: () => void = () => undefined;
  private finished: Promise<void> = Promise.resolve();

  constructor(
    private readonly claims: Claims,
    private readonly driver: Driver,
    private readonly beats: HeartbeatBuffer,
    private readonly options: WorkerOptions,
    private readonly metrics: DriverMetrics,
    private readonly log: Logger,
  ) {}

  start(): void {
    this.running = true;
    this.finished = this.run();
  }

  /** Something is due. */
  wake(): void {
    this.isWoken = true;
    this.wakeUp();
  }

  async stop(): Promise<void> {
    this.running = false;
    this.wake();
    await this.finished;
    await Promise.all(this.busy);
    await this.beats.flush();
    await this.claims.releaseAll();
  }

  private async run(): Promise<void> {
    while (this.running) {
      this.isWoken = false;
      const free = Math.min(batchMax, this.options.concurrency - this.busy.size);
      const taken = free > 0 ? await this.takeSome(free) : 0;
      // As many as asked for: there may be more. Else wait, also for a place to become free.
      if (taken < free || free <= 0) await this.pause(free <= 0 ? Promise.race(this.busy) : undefined);
    }
  }

  private async takeSome(limit: number): Promise<number> {
    try {
      const claims = await this.claims.take(limit);
      this.metrics.claimsTaken.inc(claims.length);
      for (const claim of claims) {
        const work = this.driver.drive(claim).finally(() => {
          this.busy.delete(work);
          this.metrics.inFlight.set(this.busy.size);
        });
        this.busy.add(work);
      }
      this.metrics.inFlight.set(this.busy.size);
      return claims.length;
    } catch (err) {
      this.log.warn({ err }, "accounts that are due could not be taken");
      return 0;
    }
  }

  private async pause(until?: Promise<void>): Promise<void> {
    if (this.isWoken && !until) return;
    let timer: NodeJS.Timeout | undefined;
    const woken = new Promise<void>((resolve) => {
      this.wakeUp = resolve;
      timer = setTimeout(resolve, this.options.idleMs);
    });
    await (until ? Promise.race([until, woken]) : woken);
    clearTimeout(timer);
  }
}
