import type { ScheduledJob } from "@wegraph/kit/scheduledJob";
import { housekeepingJobs } from "./housekeeping.jobs.ts";
import type { CoreDatabase } from "./database.ts";
import { jobJobs } from "./job/job.jobs.ts";
import { notificationJobs } from "./notification/notification.jobs.ts";
import type { CoreParts } from "./parts.ts";
import { alertJobs } from "./system-alert/alert.jobs.ts";
import { uptimeJobs } from "./uptime/uptime.jobs.ts";

export interface CoreJobsParts {
  db: CoreDatabase;
  parts: CoreParts;
  clock: () => Date;
}

/** All that core does by the clock. Each thing lists its own in `<thing>/<thing>.jobs.ts`; here they come together. */
export function coreJobs({ db, parts, clock }: CoreJobsParts): readonly ScheduledJob[] {
  return [
    ...housekeepingJobs(db, clock),
    ...parts.reports.jobs,
    ...alertJobs(db, clock),
    ...jobJobs(db, clock),
    ...parts.quotas.jobs,
    ...parts.files.jobs,
    ...parts.metrics.jobs,
    ...notificationJobs(db, clock),
    ...uptimeJobs(db, clock),
  ];
}
