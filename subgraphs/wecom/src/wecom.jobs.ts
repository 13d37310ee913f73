import type { ScheduledJob } from "@wegraph/kit/scheduledJob";

/** All that wecom does by the clock. Each thing lists its own in `<thing>/<thing>.jobs.ts`; here they come together. */
export function wecomJobs(): readonly ScheduledJob[] {
  return [];
}
