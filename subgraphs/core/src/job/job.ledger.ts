import { v7 } from "uuid";
import { backOffMs } from "@wegraph/kit/backOff";
import { oneOf } from "@wegraph/kit/codes";
import { jobLeaseMs } from "@wegraph/kit/jobDesk";
import type { ClaimedRun, JobDeclaration, JobDesk, JobOutcome, JobProgress } from "@wegraph/kit/jobDesk";
import { announce, systemOrigin } from "@wegraph/kit/outbox";
import type { Origin } from "@wegraph/kit/outbox";
import type { Misfire } from "@wegraph/kit/scheduledJob";
import type { CoreDatabase, Tx } from "../database.ts";
import type { Notices } from "../notification/notice.ts";
import { platformTenantId } from "../platformTenant.ts";
import { misfires, purpose } from "./job.codes.ts";
import { declareJobs } from "./job.declare.ts";
import { jobRunFinished, jobRunProgressed, jobRunQueued, jobRunStarted } from "./job.events.ts";
import { failureNotice } from "./job.notice.ts";
import { decideDue } from "./job.schedule.ts";

/** So often a run is tried, killed processes included, before it counts as failed. */
export const attemptsMax = 5;
const retry = { baseMs: 10_000, maxMs: 10 * 60_000 };

type RunKey = Pick<ClaimedRun, "id" | "token">;

interface Ended {
  id: string;
  job: string;
  status: "SUCCEEDED" | "FAILED";
  summary: string | null;
  errorCode: string | null;
  errorReason: string | null;
}

/**
 * The truth of what is due, who does it and what came of it. Hosts claim runs for a lease; whoever writes about a run
 * shows the token of his claim, so that one who was away too long changes nothing.
 */
export class JobLedger {
  constructor(
    private readonly db: CoreDatabase,
    private readonly notices: Notices,
    private readonly clock: () => Date,
  ) {}

  /** What one domain's processes may do: with its own jobs only. */
  forHost(host: string): JobDesk {
    return {
      declare: (jobs) => this.declare(host, jobs),
      claim: (process, names, max) => this.claim({ host, process, names, max }),
      beat: (run, progress) => this.beat(run, progress),
      finish: (run, outcome) => this.finish(run, outcome),
    };
  }

  private declare(host: string, jobs: readonly JobDeclaration[]): Promise<void> {
    return this.db.system(purpose).$transaction((tx) => declareJobs(tx, { host, jobs, now: this.clock() }));
  }

  private async claim(wish: {
    host: string;
    process: string;
    names: readonly string[];
    max: number;
  }): Promise<ClaimedRun[]> {
    const system = this.db.system(purpose);
    const now = this.clock();
    const names = [...wish.names];
    // Mostly nothing is due; then this is all that is asked.
    const [look] = await system.$queryRaw<{ isDue: boolean }[]>`
      SELECT EXISTS (SELECT FROM wegraph_jobs WHERE name = ANY (${names}) AND next_run_at <= ${now})
        OR EXISTS (SELECT FROM wegraph_job_runs WHERE job_name = ANY (${names}) AND due_at <= ${now}
          AND status IN ('QUEUED', 'RUNNING', 'RETRYING')) AS "isDue"`;
    if (!look?.isDue) return [];
    return system.$transaction(async (tx) => {
      await queueDue(tx, wish.host, names, now);
      const origin = await this.origin(tx);
      await this.giveUp(tx, origin, names, now);
      const claimed = await claimRuns(tx, { ...wish, names }, now);
      for (const { id, job, attempt } of claimed)
        await announce(tx, origin, jobRunStarted, { runId: id, job, status: "RUNNING", attempt });
      return claimed;
    });
  }

  private async beat({ id, token }: RunKey, { done, total }: JobProgress): Promise<boolean> {
    const leaseUntil = new Date(this.clock().getTime() + jobLeaseMs);
    return this.db.system(purpose).$transaction(async (tx) => {
      const [run] = await tx.$queryRaw<{ job: string; isNews: boolean }[]>`
        UPDATE wegraph_job_runs r SET due_at = ${leaseUntil}, done = ${done}, total = ${total}::int
        FROM (SELECT id, done, total FROM wegraph_job_runs WHERE id = ${id}::uuid FOR UPDATE) before
        WHERE r.id = before.id AND r.token = ${token}::uuid
        RETURNING r.job_name AS job, (before.done, before.total) IS DISTINCT FROM (r.done, r.total) AS "isNews"`;
      if (run?.isNews)
        await announce(tx, await this.origin(tx), jobRunProgressed, {
          runId: id,
          job: run.job,
          status: "RUNNING",
          done,
          total,
        });
      return run !== undefined;
    });
  }

  private async finish(key: RunKey, outcome: JobOutcome): Promise<boolean> {
    return this.db.system(purpose).$transaction(async (tx) => {
      const [run] = await tx.$queryRaw<{ job: string; attempts: number }[]>`
        SELECT job_name AS job, attempts FROM wegraph_job_runs WHERE id = ${key.id}::uuid AND token = ${key.token}::uuid
        FOR UPDATE`;
      if (!run) return false;
      const isAgain = outcome.kind === "FAILED" && run.attempts < attemptsMax;
      if (outcome.kind === "GIVEN_BACK" || isAgain) await this.putBack(tx, key.id, run, outcome);
      else {
        const failed = outcome.kind === "FAILED";
        const ended: Ended = {
          id: key.id,
          job: run.job,
          status: failed ? "FAILED" : "SUCCEEDED",
          summary: failed ? null : outcome.summary,
          errorCode: failed ? outcome.code : null,
          errorReason: failed ? outcome.reason : null,
        };
        await this.end(tx, await this.origin(tx), ended);
      }
      return true;
    });
  }

  /** To be taken again: at once where a process had to stop, later where something went wrong. */
  private async putBack(
    tx: Tx,
    id: string,
    { job, attempts }: { job: string; attempts: number },
    outcome: Exclude<JobOutcome, { kind: "DONE" }>,
  ): Promise<void> {
    const now = this.clock();
    const failed = outcome.kind === "FAILED";
    const status = failed ? "RETRYING" : "QUEUED";
    await tx.jobRun.update({
      where: { id },
      data: {
        status,
        token: null,
        dueAt: failed ? new Date(now.getTime() + backOffMs(attempts, retry)) : now,
        // A process that stopped in good order has not tried.
        attempts: failed ? attempts : attempts - 1,
        ...(failed && { errorCode: outcome.code, errorReason: outcome.reason }),
      },
      select: { id: true },
    });
    await announce(tx, await this.origin(tx), jobRunQueued, { runId: id, job, status });
  }

  /** What killed every process that took it is not given to another one. */
  private async giveUp(tx: Tx, origin: Origin, names: readonly string[], now: Date): Promise<void> {
    const dead = await tx.$queryRaw<{ id: string; job: string }[]>`
      SELECT id::text AS id, job_name AS job FROM wegraph_job_runs
      WHERE job_name = ANY (${[...names]}) AND status = 'RUNNING' AND due_at <= ${now} AND attempts >= ${attemptsMax}
      FOR UPDATE SKIP LOCKED`;
    const errors = { summary: null, errorCode: "UNAVAILABLE", errorReason: "JOB_INTERRUPTED" };
    for (const run of dead) await this.end(tx, origin, { ...run, status: "FAILED", ...errors });
  }

  private async end(tx: Tx, origin: Origin, { id, job, ...outcome }: Ended): Promise<void> {
    await tx.jobRun.update({
      where: { id },
      data: { ...outcome, token: null, dueAt: null, finishedAt: this.clock() },
      select: { id: true },
    });
    await announce(tx, origin, jobRunFinished, { runId: id, job, ...outcome });
    if (outcome.status === "FAILED") {
      const notice = await failureNotice(tx, origin.tenantId, { id, job, ...outcome });
      if (notice) await this.notices.post(tx, notice);
    }
  }

  private async origin(tx: Tx): Promise<Origin> {
    return systemOrigin(purpose, await platformTenantId(tx));
  }
}

interface DueRow {
  name: string;
  cron: string;
  timeZone: string;
  misfire: string;
  nextRunAt: Date;
  isBusy: boolean;
}

/** Makes runs of moments that have come, and plans the next ones. The job's row is the lock. */
async function queueDue(tx: Tx, host: string, names: readonly string[], now: Date): Promise<void> {
  const due = await tx.$queryRaw<DueRow[]>`
    SELECT name, coalesce(cron, declared_cron) AS cron, coalesce(time_zone, declared_zone) AS "timeZone", misfire,
      next_run_at AS "nextRunAt", EXISTS (SELECT FROM wegraph_job_runs r WHERE r.job_name = j.name
        AND r.status IN ('QUEUED', 'RUNNING', 'RETRYING')) AS "isBusy"
    FROM wegraph_jobs j WHERE host = ${host} AND name = ANY (${[...names]}) AND next_run_at <= ${now}
    ORDER BY name FOR UPDATE SKIP LOCKED`;
  const decided = due.flatMap((job) => {
    const decision = decideDue({ ...job, misfire: oneOf<Misfire>(misfires, job.misfire) }, now);
    return decision ? [{ ...job, ...decision }] : [];
  });
  const queued = await queueRuns(tx, decided, now);
  // Somebody may have asked for a run in the same instant; then the moment stays due until that has ended.
  const planned = decided.filter(
    ({ name, run, misfire }) => run === null || queued.has(name) || misfire === "SKIP",
  );
  await tx.$executeRaw`
    UPDATE wegraph_jobs j SET next_run_at = n.at
    FROM unnest(${planned.map(({ name }) => name)}::text[],
      ${planned.map(({ nextRunAt: at }) => at?.toISOString() ?? null)}::timestamptz[]) AS n (name, at)
    WHERE j.name = n.name`;
}

/** Returns the jobs that have a run of their moment now, whether it was made here or was there. */
async function queueRuns(
  tx: Tx,
  decided: readonly { name: string; run: Date | null }[],
  now: Date,
): Promise<Set<string>> {
  const runs = decided.flatMap(({ name, run }) => (run ? [{ name, at: run.toISOString() }] : []));
  const names = runs.map(({ name }) => name);
  const moments = runs.map(({ at }) => at);
  await tx.$executeRaw`
    INSERT INTO wegraph_job_runs (id, job_name, cause, scheduled_for, status, due_at, created_at)
    SELECT n.id, n.name, 'SCHEDULE', n.at, 'QUEUED', ${now}, ${now}
    FROM unnest(${runs.map(() => v7())}::uuid[], ${names}::text[], ${moments}::timestamptz[]) AS n (id, name, at)
    ON CONFLICT DO NOTHING`;
  const there = await tx.$queryRaw<{ name: string }[]>`
    SELECT n.name FROM unnest(${names}::text[], ${moments}::timestamptz[]) AS n (name, at)
    JOIN wegraph_job_runs r ON r.job_name = n.name AND r.scheduled_for = n.at AND r.cause = 'SCHEDULE'`;
  return new Set(there.map(({ name }) => name));
}

/** Takes what is due and nobody's, or was a process's that is not heard of any more: one statement, so nothing twice. */
function claimRuns(
  tx: Tx,
  { host, process, names, max }: { host: string; process: string; names: string[]; max: number },
  now: Date,
): Promise<ClaimedRun[]> {
  const leaseUntil = new Date(now.getTime() + jobLeaseMs);
  return tx.$queryRaw<ClaimedRun[]>`
    UPDATE wegraph_job_runs r SET status = 'RUNNING', token = gen_random_uuid(), attempts = r.attempts + 1,
      process = ${process}, due_at = ${leaseUntil}, started_at = coalesce(r.started_at, ${now}::timestamptz), done = 0, total = NULL
    FROM (SELECT p.id FROM wegraph_job_runs p JOIN wegraph_jobs j ON j.name = p.job_name
      WHERE j.host = ${host} AND p.job_name = ANY (${names}) AND p.status IN ('QUEUED', 'RUNNING', 'RETRYING')
        AND p.due_at <= ${now} ORDER BY p.due_at LIMIT ${max} FOR UPDATE OF p SKIP LOCKED) picked
    WHERE r.id = picked.id
    RETURNING r.id::text AS id, r.job_name AS job, r.token::text AS token, r.scheduled_for AS "scheduledFor", r.attempts AS attempt`;
}
