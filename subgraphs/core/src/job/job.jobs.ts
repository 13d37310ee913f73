import type { ScheduledJob } from "@wegraph/kit/scheduledJob";
import type { CoreDatabase } from "../database.ts";
import { purpose } from "./job.codes.ts";

const runsKeptMs = 90 * 24 * 60 * 60_000;
const atOnceMax = 10_000;

/** The history of runs ends by a run of its own. */
export function jobJobs(db: CoreDatabase, clock: () => Date): readonly ScheduledJob[] {
  return [
    {
      name: "job-history-retention",
      cron: "50 2 * * *",
      misfire: "RUN_ONCE",
      title: { zh: "任务历史清理", en: "Job history retention" },
      maxRunMs: 10 * 60_000,
      async run({ signal, progress }) {
        const before = new Date(clock().getTime() - runsKeptMs);
        let removed = 0;
        let step = 0;
        do {
          signal.throwIfAborted();
          step = await db.system(purpose).$executeRaw`
            DELETE FROM wegraph_job_runs WHERE id IN (
              SELECT id FROM wegraph_job_runs WHERE finished_at < ${before} LIMIT ${atOnceMax}::int)`;
          removed += step;
          progress(removed, null);
        } while (step === atOnceMax);
        return `${removed} runs removed that had ended more than 90 days ago.`;
      },
    },
  ];
}
