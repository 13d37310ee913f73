import type { RequestContext } from "@wegraph/kit/context";
import { inOrder } from "@wegraph/kit/context";
import { keysetPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import type { Prisma } from "@wegraph/db-core/client";
import type { CoreDatabase } from "../database.ts";
import { purpose } from "./job.codes.ts";
import type { JobRunStatus } from "./job.codes.ts";

const newestFirst: readonly OrderColumn[] = [
  { field: "createdAt", direction: "desc", kind: "date" },
  { field: "id", direction: "desc", kind: "uuid" },
];

export const jobColumns = {
  name: true,
  host: true,
  titleZh: true,
  titleEn: true,
  declaredCron: true,
  declaredZone: true,
  cron: true,
  timeZone: true,
  misfire: true,
  maxRunMs: true,
  pausedAt: true,
  nextRunAt: true,
} as const satisfies Prisma.ScheduledJobSelect;
export type JobRow = Prisma.ScheduledJobGetPayload<{ select: typeof jobColumns }>;

export const runColumns = {
  id: true,
  jobName: true,
  cause: true,
  scheduledFor: true,
  status: true,
  dueAt: true,
  attempts: true,
  process: true,
  done: true,
  total: true,
  startedAt: true,
  finishedAt: true,
  summary: true,
  errorCode: true,
  errorReason: true,
  requestedById: true,
  createdAt: true,
} as const satisfies Prisma.JobRunSelect;
export type RunRow = Prisma.JobRunGetPayload<{ select: typeof runColumns }>;

/** Reading jobs and their history. They are the platform's, so the question is who asks, not in which tenant. */
export class JobReader {
  constructor(private readonly db: CoreDatabase) {}

  /** Those that somebody hosts, by name: some dozens. */
  all(): Promise<JobRow[]> {
    const { scheduledJob } = this.db.system(purpose);
    return scheduledJob.findMany({
      where: { retiredAt: null },
      orderBy: { name: "asc" },
      select: jobColumns,
    });
  }

  find(context: RequestContext, name: string): Promise<JobRow | null> {
    return context.loader(this.load).load(name);
  }

  runs(
    { jobName, statuses }: { jobName?: string | null; statuses?: readonly JobRunStatus[] | null },
    args: PageArgs,
  ): Promise<Page<RunRow>> {
    const { jobRun } = this.db.system(purpose);
    const wanted = {
      ...(jobName != null && { jobName }),
      ...(statuses != null && statuses.length > 0 && { status: { in: [...statuses] } }),
    };
    return keysetPage(
      args,
      newestFirst,
      ({ where, orderBy, take }) =>
        jobRun.findMany({ where: { AND: [wanted, where] }, orderBy, take, select: runColumns }),
      () => jobRun.count({ where: wanted }),
    );
  }

  run(context: RequestContext, id: string): Promise<RunRow | null> {
    return context.loader(this.loadRuns).load(id);
  }

  /** The latest run of a job; null: it never ran. */
  latest(context: RequestContext, name: string): Promise<RunRow | null> {
    return context.loader(this.loadLatest).load(name);
  }

  private readonly load = async (names: readonly string[]): Promise<(JobRow | null)[]> => {
    const rows = await this.db.system(purpose).scheduledJob.findMany({
      where: { name: { in: [...names] }, retiredAt: null },
      select: jobColumns,
    });
    const byName = new Map(rows.map((row) => [row.name, row]));
    return names.map((name) => byName.get(name) ?? null);
  };

  private readonly loadRuns = async (ids: readonly string[]): Promise<(RunRow | null)[]> =>
    inOrder(
      ids,
      await this.db.system(purpose).jobRun.findMany({ where: { id: { in: [...ids] } }, select: runColumns }),
    );

  private readonly loadLatest = async (names: readonly string[]): Promise<(RunRow | null)[]> => {
    const system = this.db.system(purpose);
    // The index gives the newest of each job without reading its history.
    const latest = await system.$queryRaw<{ id: string }[]>`
      SELECT r.id::text AS id FROM unnest(${[...names]}::text[]) AS n (name) CROSS JOIN LATERAL (
        SELECT id FROM wegraph_job_runs WHERE job_name = n.name ORDER BY created_at DESC, id DESC LIMIT 1) r`;
    const rows = await system.jobRun.findMany({
      where: { id: { in: latest.map(({ id }) => id) } },
      select: runColumns,
    });
    const byJob = new Map(rows.map((row) => [row.jobName, row]));
    return names.map((name) => byJob.get(name) ?? null);
  };
}
