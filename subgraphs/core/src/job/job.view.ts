import { oneOf } from "@wegraph/kit/codes";
import { jobRunCauses, jobRunStatuses, misfires } from "./job.codes.ts";
import type { JobRun, ScheduledJob } from "./job.model.ts";
import type { JobRow, RunRow } from "./job.reader.ts";
import { scheduleOf } from "./job.service.ts";

export function asJob(row: JobRow): ScheduledJob {
  const { name, host, titleZh, titleEn, declaredCron, declaredZone, maxRunMs, pausedAt, nextRunAt } = row;
  return {
    name,
    host,
    titleZh,
    titleEn,
    ...scheduleOf(row),
    declaredCron,
    declaredTimeZone: declaredZone,
    misfire: oneOf(misfires, row.misfire),
    maxRunMs,
    pausedAt,
    nextRunAt,
  };
}

export function asRun({ dueAt, ...row }: RunRow): JobRun {
  const { startedAt, finishedAt } = row;
  return {
    ...row,
    cause: oneOf(jobRunCauses, row.cause),
    status: oneOf(jobRunStatuses, row.status),
    retryAt: row.status === "RETRYING" ? dueAt : null,
    durationMs: startedAt && finishedAt ? finishedAt.getTime() - startedAt.getTime() : null,
  };
}
