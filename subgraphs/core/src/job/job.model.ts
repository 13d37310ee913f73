import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { z } from "zod";
import { connectionOf } from "@wegraph/kit/page";
import { DateTime } from "@wegraph/kit/scalars";
import { text, uuid } from "@wegraph/kit/validate";
import type { Misfire } from "@wegraph/kit/scheduledJob";
import { jobRunCauses, jobRunStatuses, misfires } from "./job.codes.ts";
import type { JobRunCause, JobRunStatus } from "./job.codes.ts";

export const JobRunStatusEnum = z.enum(jobRunStatuses).enum;
registerEnumType(JobRunStatusEnum, {
  name: "JobRunStatus",
  description: "Where a run of a job stands.",
  valuesConfig: {
    QUEUED: { description: "Due, and waiting for a process to take it." },
    RUNNING: { description: "A process is at it." },
    RETRYING: { description: "It failed, and will be tried again." },
    SUCCEEDED: { description: "Done." },
    FAILED: { description: "Given up after several attempts." },
    CANCELLED: { description: "Somebody ended it." },
  },
});

const JobRunCauseEnum = z.enum(jobRunCauses).enum;
registerEnumType(JobRunCauseEnum, {
  name: "JobRunCause",
  description: "Why a run was made.",
  valuesConfig: {
    SCHEDULE: { description: "Its moment had come." },
    BY_HAND: { description: "Somebody asked for it." },
  },
});

const MisfireEnum = z.enum(misfires).enum;
registerEnumType(MisfireEnum, {
  name: "JobMisfire",
  description: "What happens to a moment that passed while every process was down.",
  valuesConfig: {
    RUN_ONCE: { description: "One run makes up for all that were missed." },
    SKIP: { description: "It is left out." },
  },
});

@Directive('@key(fields: "id")')
@ObjectType({ description: "One run of a job, over all its attempts." })
export class JobRun {
  @Field(() => ID)
  id: string;

  @Field(() => String, { description: "Name of the job." })
  jobName: string;

  @Field(() => JobRunCauseEnum)
  cause: JobRunCause;

  @Field(() => DateTime, { description: "The moment of the schedule it is for, or when it was asked for." })
  scheduledFor: Date;

  @Field(() => JobRunStatusEnum)
  status: JobRunStatus;

  @Field(() => DateTime, { nullable: true, description: "While it is RETRYING, when it is tried again." })
  retryAt: Date | null;

  @Field(() => Int, { description: "How often it was begun." })
  attempts: number;

  @Field(() => String, { nullable: true, description: "Host, process id and a mark of the last attempt." })
  process: string | null;

  @Field(() => Int, { description: "How far it is, in whatever the job counts." })
  done: number;

  @Field(() => Int, { nullable: true, description: "How far it will go; null where that is not known." })
  total: number | null;

  @Field(() => DateTime, { nullable: true, description: "When it was first begun." })
  startedAt: Date | null;

  @Field(() => DateTime, { nullable: true })
  finishedAt: Date | null;

  @Field(() => Int, { nullable: true, description: "From its first beginning to its end." })
  durationMs: number | null;

  @Field(() => String, { nullable: true, description: "What it says it did, in figures." })
  summary: string | null;

  @Field(() => String, { nullable: true, description: "Code of the error of the last failed attempt." })
  errorCode: string | null;

  @Field(() => String, { nullable: true, description: "Reason of that error." })
  errorReason: string | null;

  @Field(() => DateTime)
  createdAt: Date;

  requestedById: string | null;
}

export const JobRunConnection = connectionOf(() => JobRun, "JobRun");

@ObjectType({ description: "Work that the platform does by the clock, in one process at a time." })
export class ScheduledJob {
  @Field(() => String, { description: "One of its kind in the platform." })
  name: string;

  @Field(() => String, { description: "The domain whose processes do it." })
  host: string;

  @Field(() => String, { description: "In Chinese." })
  titleZh: string;

  @Field(() => String, { description: "In English." })
  titleEn: string;

  @Field(() => String, { description: "The cron expression in force, of five or six fields." })
  cron: string;

  @Field(() => String, { description: "The IANA time zone in which it is read." })
  timeZone: string;

  @Field(() => String, { description: "The expression as the code declares it." })
  declaredCron: string;

  @Field(() => String)
  declaredTimeZone: string;

  @Field(() => MisfireEnum)
  misfire: Misfire;

  @Field(() => Int, { description: "A run that takes longer is ended, and counts as failed." })
  maxRunMs: number;

  @Field(() => DateTime, { nullable: true, description: "Since when it does not begin by itself." })
  pausedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: "Null while it is paused." })
  nextRunAt: Date | null;
}

const jobName = text(1, 100);
const cron = text(1, 100);
const timeZone = text(1, 64);

@InputType({ description: "Which job." })
export class JobInput {
  static readonly rules = z.object({ name: jobName });

  @Field(() => String)
  name: string;
}

@InputType({ description: "Which job is to be done now." })
export class RunJobInput {
  static readonly rules = z.object({ name: jobName, idempotencyKey: text(1, 200).nullish() });

  @Field(() => String)
  name: string;

  @Field(() => String, {
    nullable: true,
    description: "A repeat with the same key and input gets the same answer.",
  })
  idempotencyKey?: string | null;
}

@InputType({ description: "When a job is to be done from now on. What is null is as the code declares it." })
export class ChangeJobScheduleInput {
  static readonly rules = z.object({
    name: jobName,
    cron: cron.nullish(),
    timeZone: timeZone.nullish(),
  });

  @Field(() => String)
  name: string;

  @Field(() => String, { nullable: true, description: "Not more often than every ten seconds." })
  cron?: string | null;

  @Field(() => String, { nullable: true, description: "IANA name: Asia/Shanghai." })
  timeZone?: string | null;
}

@InputType({ description: "A schedule to look at." })
export class JobScheduleInput {
  static readonly rules = z.object({ cron, timeZone });

  @Field(() => String)
  cron: string;

  @Field(() => String)
  timeZone: string;
}

@InputType({ description: "Which run." })
export class JobRunInput {
  static readonly rules = z.object({ runId: uuid() });

  @Field(() => ID)
  runId: string;
}

@ObjectType({ description: "The job as it is now." })
export class ScheduledJobPayload {
  @Field(() => ScheduledJob)
  job: ScheduledJob;
}

@ObjectType({ description: "The run as it is now." })
export class JobRunPayload {
  @Field(() => JobRun)
  run: JobRun;
}
