import type { Logger } from "./log.ts";

export interface RepeatingOptions<Result> {
  work: () => Promise<Result>;
  /** From the end of one run to the beginning of the next. */
  everyMs: number;
  /** Before the first run; at once unless given. */
  firstAfterMs?: number;
  /** After a run that failed, for work that comes seldom; as after any other unless given. */
  failedAfterMs?: number;
  /** Whether a run left work over, so that the next one follows at once. */
  isMore?: (result: Result) => boolean;
  /** What the log says of a run that failed; the next one comes all the same. */
  complaint: string;
  log: Logger;
}

/** Work that is done again and again, one run at a time, for as long as the process lives or until it is stopped. */
export class Repeating<Result> {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly options: RepeatingOptions<Result>) {}

  start(): void {
    this.plan(this.options.firstAfterMs ?? 0);
  }

  /** Begins no further run, and waits for the one under way. */
  async stop(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.running;
  }

  private plan(afterMs: number): void {
    const timer = setTimeout(() => {
      this.running = this.run().then((waitMs) => {
        // Not if it was stopped, or stopped and started again, meanwhile.
        if (this.timer === timer) this.plan(waitMs);
      });
    }, afterMs).unref();
    this.timer = timer;
  }

  private async run(): Promise<number> {
    const { work, everyMs, failedAfterMs = everyMs, isMore, complaint, log } = this.options;
    try {
      const result = await work();
      return isMore?.(result) ? 0 : everyMs;
    } catch (err) {
      log.warn({ err }, complaint);
      return failedAfterMs;
    }
  }
}
