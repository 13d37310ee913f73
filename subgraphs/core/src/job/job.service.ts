import { v7 } from "uuid";
import { changesBetween, recorderOf } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, notFound } from "@wegraph/kit/errors";
import { once } from "@wegraph/kit/idempotency";
import { announce, originOf } from "@wegraph/kit/outbox";
import type { Prisma } from "@wegraph/db-core/client";
import { domain } from "../database.ts";
import type { CoreDatabase, Tx } from "../database.ts";
import { purpose, unfinishedStatuses } from "./job.codes.ts";
import { jobRunFinished, jobRunQueued } from "./job.events.ts";
import { jobColumns, runColumns } from "./job.reader.ts";
import type { JobRow, RunRow } from "./job.reader.ts";
import { checkSchedule, nextAfter } from "./job.schedule.ts";
import type { Schedule } from "./job.schedule.ts";

const record = recorderOf(domain, "scheduled-job");

export interface ScheduleChange {
  name: string;
  /** Null: as the code declares it. */
  cron: string | null;
  timeZone: string | null;
}

/** What the platform's administrators do with jobs. */
export class JobService {
  constructor(
    private readonly db: CoreDatabase,
    private readonly clock: () => Date,
  ) {}

  /** Has it done as soon as one of its hosts is there, paused or not. */
  run(context: RequestContext, name: string, idempotencyKey?: string | null): Promise<RunRow> {
    const { tenantId, kind, id: actorId } = context.principal;
    return this.db.system(purpose).$transaction(async (tx) => {
      const request = { tenantId, scope: "runJob", key: idempotencyKey, input: { name } };
      const id = await once(tx, request, async () => {
        await lockedJob(tx, name);
        await mustBeFree(tx, name);
        const made = v7();
        const now = this.clock();
        await tx.jobRun.create({
          data: {
            id: made,
            jobName: name,
            cause: "BY_HAND",
            scheduledFor: now,
            status: "QUEUED",
            dueAt: now,
            createdAt: now,
            requestedById: kind === "USER" ? actorId : null,
          },
          select: { id: true },
        });
        await announce(tx, originOf(context), jobRunQueued, { runId: made, job: name, status: "QUEUED" });
        await record(tx, context, "run-requested", name, [{ field: "runId", after: made }]);
        return made;
      });
      return tx.jobRun.findUniqueOrThrow({ where: { id }, select: runColumns });
    });
  }

  /** It will not begin by itself; a run under way goes on. */
  pause(context: RequestContext, name: string): Promise<JobRow> {
    return this.change(context, name, "paused", (job) =>
      job.pausedAt ? null : { pausedAt: this.clock(), nextRunAt: null },
    );
  }

  /** Goes on with the next moment; what passed meanwhile is not made up for. */
  resume(context: RequestContext, name: string): Promise<JobRow> {
    return this.change(context, name, "resumed", (job) =>
      job.pausedAt ? { pausedAt: null, nextRunAt: nextAfter(scheduleOf(job), this.clock()) } : null,
    );
  }

  /** @throws AppError INVALID_INPUT for a schedule that is none, never comes, or comes too often. */
  changeSchedule(context: RequestContext, { name, cron, timeZone }: ScheduleChange): Promise<JobRow> {
    return this.change(context, name, "rescheduled", (job) => {
      const now = this.clock();
      const schedule = { cron: cron ?? job.declaredCron, timeZone: timeZone ?? job.declaredZone };
      checkSchedule(schedule, now);
      if (cron === job.cron && timeZone === job.timeZone) return null;
      return { cron, timeZone, nextRunAt: job.pausedAt ? null : nextAfter(schedule, now) };
    });
  }

  /** Ends a run that has not ended: who does it is told with his next sign of life. Ending it twice is no error. */
  cancel(context: RequestContext, id: string): Promise<RunRow> {
    return this.db.system(purpose).$transaction(async (tx) => {
      await tx.$queryRaw`SELECT FROM wegraph_job_runs WHERE id = ${id}::uuid FOR UPDATE`;
      const run = await tx.jobRun.findUnique({ where: { id }, select: runColumns });
      if (!run) throw notFound("job run", id);
      if (run.status === "CANCELLED") return run;
      if (!unfinishedStatuses.some((status) => status === run.status))
        throw new AppError("CONFLICT", "JOB_RUN_FINISHED", "The run has ended already.", { id });
      const after = await tx.jobRun.update({
        where: { id },
        data: { status: "CANCELLED", token: null, dueAt: null, finishedAt: this.clock() },
        select: runColumns,
      });
      const nothing = { summary: null, errorCode: null, errorReason: null };
      await announce(tx, originOf(context), jobRunFinished, {
        runId: id,
        job: run.jobName,
        status: "CANCELLED",
        ...nothing,
      });
      await record(tx, context, "run-cancelled", run.jobName, [{ field: "runId", after: id }]);
      return after;
    });
  }

  private change(
    context: RequestContext,
    name: string,
    act: string,
    decide: (job: JobRow) => Prisma.ScheduledJobUpdateInput | null,
  ): Promise<JobRow> {
    return this.db.system(purpose).$transaction(async (tx) => {
      const before = await lockedJob(tx, name);
      const data = decide(before);
      if (!data) return before;
      const after = await tx.scheduledJob.update({
        where: { name },
        data: { ...data, updatedAt: this.clock() },
        select: jobColumns,
      });
      await record(tx, context, act, name, changesBetween(before, after));
      return after;
    });
  }
}

export function scheduleOf({ cron, declaredCron, timeZone, declaredZone }: JobRow): Schedule {
  return { cron: cron ?? declaredCron, timeZone: timeZone ?? declaredZone };
}

/** @throws AppError NOT_FOUND; otherwise nobody else changes or queues it until the transaction ends. */
async function lockedJob(tx: Tx, name: string): Promise<JobRow> {
  await tx.$queryRaw`SELECT FROM wegraph_jobs WHERE name = ${name} FOR UPDATE`;
  const job = await tx.scheduledJob.findFirst({ where: { name, retiredAt: null }, select: jobColumns });
  if (!job) throw new AppError("NOT_FOUND", "JOB_NOT_FOUND", "There is no job of this name.", { name });
  return job;
}

async function mustBeFree(tx: Tx, jobName: string): Promise<void> {
  const run = await tx.jobRun.findFirst({
    where: { jobName, status: { in: [...unfinishedStatuses] } },
    select: { id: true },
  });
  if (run)
    throw new AppError("CONFLICT", "JOB_RUNNING", "A run of this job has not ended yet.", { runId: run.id });
}
