import { platformScope } from "@wegraph/kit/outbox";
import type { Tx } from "../database.ts";
import type { Notice } from "../notification/notice.ts";

interface FailedRun {
  id: string;
  job: string;
  errorCode: string | null;
  errorReason: string | null;
}

/** What the platform's administrators are told of a run that failed for good; null where they know already. */
export async function failureNotice(tx: Tx, tenantId: string, run: FailedRun): Promise<Notice | null> {
  if (tenantId === platformScope) return null; // nobody is there yet to be told
  const job = await tx.scheduledJob.findUniqueOrThrow({
    where: { name: run.job },
    select: { titleZh: true, titleEn: true },
  });
  const before = await tx.jobRun.findFirst({
    where: { jobName: run.job, id: { not: run.id }, status: { in: ["SUCCEEDED", "FAILED"] } },
    orderBy: { finishedAt: "desc" },
    select: { status: true },
  });
  // A job of every minute that stays broken is one piece of news, not one for each minute.
  if (before?.status === "FAILED") return null;
  const why = `${run.errorCode ?? "INTERNAL"} (${run.errorReason ?? "JOB_CRASHED"})`;
  return {
    tenantId,
    kind: "job-failed",
    severity: "WARNING",
    title: { zh: `定时任务失败：${job.titleZh}`, en: `Scheduled job failed: ${job.titleEn}` },
    body: {
      zh: `任务 ${run.job} 多次尝试后仍然失败：${why}。`,
      en: `${run.job} failed after several attempts: ${why}.`,
    },
    path: `/jobs?job=${run.job}`,
    subject: { type: "job-run", id: run.id },
    audience: { permission: "job:read" },
    channels: "BY_SEVERITY",
    dedupeKey: `job-run ${run.id}`,
  };
}
