import type { ScheduledJob } from "@wegraph/kit/scheduledJob";
import { housekeepingJobs } from "./housekeeping.jobs.ts";
import type { CoreDatabase } from "./database.ts";

export interface CoreJobsParts {
  db: CoreDatabase;
  clock: () => Date;
}

/** All that core does by the clock. Each thing lists its own in `<thing>/<thing>.jobs.ts`; here they come together. */
export function coreJobs({ db, clock }: CoreJobsParts): readonly ScheduledJob[] {
  return [...housekeepingJobs(db, clock)];
}
