import type { ScheduledJob } from "@wegraph/kit/scheduledJob";
import { housekeepingJobs } from "./housekeeping.jobs.ts";
import type { CoreDatabase } from "./database.ts";
import { jobJobs } from "./job/job.jobs.ts";
import { notificationJobs } from "./notification/notification.jobs.ts";
import type { CoreParts } from "./parts.ts";
import { alertJobs } from "./system-alert/alert.jobs.ts";
import { tenantJobs } from "./tenant/tenant.jobs.ts";
import { TenantPurge } from "./tenant/tenantPurge.ts";
import { uptimeJobs } from "./uptime/uptime.jobs.ts";
import type { Pool } from "pg";

export interface CoreJobsParts {
  db: CoreDatabase;
  parts: CoreParts;
  /** Of the role that works across tenants. */
  pool: Pool;
  clock: () => Date;
}

/** All that core does by the clock. Each thing lists its own in `<thing>/<thing>.jobs.ts`; here they come together. */
export function coreJobs({ db, parts, pool, clock }: CoreJobsParts): readonly ScheduledJob[] {
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
    ...tenantJobs(new TenantPurge(db, pool, clock)),
  ];
}
