export const misfires = ["RUN_ONCE", "SKIP"] as const;

export const jobRunStatuses = ["QUEUED", "RUNNING", "RETRYING", "SUCCEEDED", "FAILED", "CANCELLED"] as const;
export type JobRunStatus = (typeof jobRunStatuses)[number];

/** Of a job one run at most is in one of these. */
export const unfinishedStatuses = ["QUEUED", "RUNNING", "RETRYING"] as const satisfies JobRunStatus[];

export const jobRunCauses = ["SCHEDULE", "BY_HAND"] as const;
export type JobRunCause = (typeof jobRunCauses)[number];

/** Why work on jobs crosses tenants: they are the platform's. */
export const purpose = "scheduled-jobs";
