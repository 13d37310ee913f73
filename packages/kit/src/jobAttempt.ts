import { AppError } from "./errors.ts";
import type { ClaimedRun, JobDesk, JobOutcome, JobProgress } from "./jobDesk.ts";
import { jobLeaseMs } from "./jobDesk.ts";
import type { Logger } from "./log.ts";
import type { ScheduledJob } from "./scheduledJob.ts";

interface JobAttemptOptions {
  job: ScheduledJob;
  claimed: ClaimedRun;
  desk: JobDesk;
  log: Logger;
  beatMs?: number;
}

type End = "TIMEOUT" | "TAKEN_OVER" | "STOPPING";

/** What a run says of itself, in sentences of figures. */
const summaryMax = 500;
/** How long what has to end may take to. */
const graceMs = 10_000;
const finishTries = 5;

const tooLong: JobOutcome = { kind: "FAILED", code: "TIMEOUT", reason: "JOB_TOO_LONG" };

/** One attempt at a run: keeps its lease, ends it when it must, and reports what came of it. */
export class JobAttempt {
  private readonly controller = new AbortController();
  private progress: JobProgress = { done: 0, total: null };
  private end: End | undefined;
  private heardAt = performance.now();
  private giveUp: (outcome: JobOutcome) => void = () => undefined;

  constructor(private readonly options: JobAttemptOptions) {}

  stop(): void {
    this.abort("STOPPING");
  }

  /** Resolves when what came of it is written down and the job's own code has ended. */
  async run(): Promise<void> {
    const { job, claimed, log, beatMs = 3_000 } = this.options;
    const timeout = setTimeout(() => this.abort("TIMEOUT"), job.maxRunMs).unref();
    const beating = setInterval(() => void this.beat(), beatMs).unref();
    log.info({ job: job.name, runId: claimed.id, attempt: claimed.attempt }, "job begins");
    const givenUp = new Promise<JobOutcome>((resolve) => (this.giveUp = resolve));
    const work = this.outcome();
    const outcome = await Promise.race([work, givenUp]);
    clearTimeout(timeout);
    clearInterval(beating);
    if (this.end !== "TAKEN_OVER") await this.report(outcome);
    await work;
  }

  private async outcome(): Promise<JobOutcome> {
    const { job, claimed, log } = this.options;
    try {
      const summary = await job.run({
        id: claimed.id,
        scheduledFor: claimed.scheduledFor,
        signal: this.controller.signal,
        progress: (done, total) => {
          this.progress = { done: Math.round(done), total: total === null ? null : Math.round(total) };
        },
      });
      if (this.end === "TIMEOUT") return tooLong;
      // Whoever was asked to stop and says it is done anyway, is.
      return { kind: "DONE", summary: summary.slice(0, summaryMax) };
    } catch (err) {
      if (this.end === "STOPPING") return { kind: "GIVEN_BACK" };
      if (this.end === "TIMEOUT") return tooLong;
      if (this.end === undefined)
        log.error({ err, job: job.name, runId: claimed.id, attempt: claimed.attempt }, "job failed");
      return err instanceof AppError
        ? { kind: "FAILED", code: err.code, reason: err.reason }
        : { kind: "FAILED", code: "INTERNAL", reason: "JOB_CRASHED" };
    }
  }

  private async beat(): Promise<void> {
    const { desk, claimed, job, log } = this.options;
    const askedAt = performance.now();
    try {
      if (await desk.beat(claimed, this.progress)) this.heardAt = askedAt;
      else this.abort("TAKEN_OVER");
    } catch (err) {
      log.warn({ err, job: job.name, runId: claimed.id }, "lease of a job not kept");
    }
    // By now somebody else may have it: two must not do it at a time.
    if (performance.now() - this.heardAt > jobLeaseMs * 0.9) this.abort("TAKEN_OVER");
  }

  private abort(end: End): void {
    if (this.end !== undefined) return;
    this.end = end;
    const { job, claimed, log } = this.options;
    log.warn({ job: job.name, runId: claimed.id, end }, "job is asked to end");
    this.controller.abort(new AppError("UNAVAILABLE", "JOB_ABORTED", "The run has to end."));
    // A job that does not listen must not keep its lease for ever.
    if (end === "TIMEOUT") setTimeout(() => this.giveUp(tooLong), graceMs).unref();
  }

  /** What nobody could be told of ends with its lease, and is run again. */
  private async report(outcome: JobOutcome): Promise<void> {
    const { desk, claimed, job, log } = this.options;
    for (let attempt = 1; attempt <= finishTries; attempt += 1)
      try {
        if (!(await desk.finish(claimed, outcome)))
          log.warn({ job: job.name, runId: claimed.id }, "run was taken over; its result is not written");
        return;
      } catch (err) {
        log.warn({ err, job: job.name, runId: claimed.id, attempt }, "result of a job not written");
        await new Promise((resolve) => setTimeout(resolve, 200 * 2 ** attempt).unref());
      }
  }
}
