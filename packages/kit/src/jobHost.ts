import { hostname } from "node:os";
import { v7 } from "uuid";
import type { JobDesk } from "./jobDesk.ts";
import { JobAttempt } from "./jobAttempt.ts";
import type { Logger } from "./log.ts";
import { Repeating } from "./repeating.ts";
import { defaultJobTimeZone } from "./scheduledJob.ts";
import type { ScheduledJob } from "./scheduledJob.ts";

export interface JobHostOptions {
  desk: JobDesk;
  jobs: readonly ScheduledJob[];
  log: Logger;
  /** How often is asked what is due. */
  everyMs?: number;
  /** How often the lease of a run is kept. */
  beatMs?: number;
  /** Runs at a time; of one job there is never more than one. */
  runsMax?: number;
  /** How long what runs may take to end when the process stops. */
  stopMs?: number;
}

/**
 * Does a domain's jobs in one process: says which there are, asks for what is due, does it, and says what came of it.
 * Any number of processes may host the same jobs; the desk gives a run to one of them.
 */
export class JobHost {
  /** As the history of runs names this process. */
  readonly process = `${hostname()}/${process.pid}/${v7().slice(-6)}`;
  private readonly byName: ReadonlyMap<string, ScheduledJob>;
  private readonly running = new Map<string, { attempt: JobAttempt; ended: Promise<void> }>();
  private readonly asking: Repeating<void>;
  private isDeclared = false;

  constructor(private readonly options: JobHostOptions) {
    this.byName = new Map(options.jobs.map((job) => [job.name, job]));
    if (this.byName.size !== options.jobs.length) throw new RangeError("two jobs have one name");
    this.asking = new Repeating({
      work: () => this.ask(),
      everyMs: options.everyMs ?? 1_000,
      complaint: "jobs not asked for",
      log: options.log,
    });
  }

  start(): void {
    this.asking.start();
  }

  /** Begins nothing more, and gives back what does not end by itself when asked to. */
  async stop(): Promise<void> {
    await this.asking.stop();
    const runs = [...this.running.values()];
    for (const { attempt } of runs) attempt.stop();
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, this.options.stopMs ?? 5_000);
    });
    await Promise.race([Promise.all(runs.map(({ ended }) => ended)), patience]);
    clearTimeout(timer);
  }

  private async ask(): Promise<void> {
    const { desk, jobs, runsMax = 4 } = this.options;
    if (!this.isDeclared) {
      await desk.declare(
        jobs.map(({ name, cron, timeZone = defaultJobTimeZone, misfire, title, maxRunMs }) => ({
          name,
          cron,
          timeZone,
          misfire,
          title,
          maxRunMs,
        })),
      );
      this.isDeclared = true;
    }
    // A job whose last run was given up here may still be at it: another run in this process has to wait for it.
    const free = [...this.byName.keys()].filter((name) => !this.running.has(name));
    const room = runsMax - this.running.size;
    if (room <= 0 || free.length === 0) return;
    for (const claimed of await desk.claim(this.process, free, room)) {
      const job = this.byName.get(claimed.job);
      if (!job) continue;
      const { log, beatMs } = this.options;
      const attempt = new JobAttempt({ job, claimed, desk, log, ...(beatMs && { beatMs }) });
      const ended = attempt.run().finally(() => this.running.delete(job.name));
      this.running.set(job.name, { attempt, ended });
    }
  }
}
