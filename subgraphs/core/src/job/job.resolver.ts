import { Arg, Args, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { PageArgs, mapPage } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { DateTime } from "@wegraph/kit/scalars";
import { mustBePlatform } from "../platformTenant.ts";
import { User } from "../user/user.model.ts";
import type { UserDirectory } from "../user/userDirectory.ts";
import type { JobRunStatus } from "./job.codes.ts";
import {
  ChangeJobScheduleInput,
  JobInput,
  JobRun,
  JobRunConnection,
  JobRunInput,
  JobRunPayload,
  JobRunStatusEnum,
  JobScheduleInput,
  RunJobInput,
  ScheduledJob,
  ScheduledJobPayload,
} from "./job.model.ts";
import type { JobReader } from "./job.reader.ts";
import { checkSchedule, nextMoments } from "./job.schedule.ts";
import type { JobService } from "./job.service.ts";
import { asJob, asRun } from "./job.view.ts";

const momentsMax = 20;
const momentsDefault = 5;

@Resolver(() => ScheduledJob)
export class JobResolver {
  constructor(
    private readonly reader: JobReader,
    private readonly service: JobService,
    private readonly clock: () => Date,
  ) {}

  @Requires("job:read")
  @Query(() => [ScheduledJob], { description: "All that the platform does by the clock, by name." })
  async scheduledJobs(@Ctx() { principal }: RequestContext): Promise<ScheduledJob[]> {
    mustBePlatform(principal);
    return (await this.reader.all()).map(asJob);
  }

  @Requires("job:read")
  @Query(() => ScheduledJob, { nullable: true, description: "One job; null if there is none of this name." })
  async scheduledJob(
    @Arg("name", () => String) name: string,
    @Ctx() context: RequestContext,
  ): Promise<ScheduledJob | null> {
    mustBePlatform(context.principal);
    const row = await this.reader.find(context, name);
    return row && asJob(row);
  }

  @Requires("job:read")
  @Query(() => [DateTime], {
    description: "The next five moments of a schedule; refused as a change to it would be.",
  })
  jobScheduleMoments(
    @Arg("input", () => JobScheduleInput) schedule: JobScheduleInput,
    @Ctx() { principal }: RequestContext,
  ): Date[] {
    mustBePlatform(principal);
    checkSchedule(schedule, this.clock());
    return nextMoments(schedule, this.clock(), momentsDefault);
  }

  @Requires("job:read")
  @Query(() => JobRunConnection, { description: "What was run, the newest first." })
  async jobRuns(
    @Args(() => PageArgs) args: PageArgs,
    @Arg("jobName", () => String, { nullable: true }) jobName: string | null,
    @Arg("statuses", () => [JobRunStatusEnum], { nullable: true }) statuses: JobRunStatus[] | null,
    @Ctx() { principal }: RequestContext,
  ): Promise<Page<JobRun>> {
    mustBePlatform(principal);
    return mapPage(await this.reader.runs({ jobName, statuses }, args), asRun);
  }

  @FieldResolver(() => JobRun, { nullable: true, description: "The latest run; null if it never ran." })
  async lastRun(@Root() { name }: ScheduledJob, @Ctx() context: RequestContext): Promise<JobRun | null> {
    const row = await this.reader.latest(context, name);
    return row && asRun(row);
  }

  @FieldResolver(() => [DateTime], { description: "When it comes next; none while it is paused." })
  nextRuns(
    @Root() { cron, timeZone, pausedAt }: ScheduledJob,
    @Arg("first", () => Int, { defaultValue: momentsDefault, description: `1 to ${momentsMax}.` })
    first: number,
  ): Date[] {
    const count = Math.max(1, Math.min(first, momentsMax));
    return pausedAt ? [] : nextMoments({ cron, timeZone }, this.clock(), count);
  }

  @Requires("job:manage")
  @Mutation(() => JobRunPayload, { description: "Has a job done now, even if it is paused." })
  async runJob(
    @Arg("input", () => RunJobInput) { name, idempotencyKey }: RunJobInput,
    @Ctx() context: RequestContext,
  ): Promise<JobRunPayload> {
    mustBePlatform(context.principal);
    return { run: asRun(await this.service.run(context, name, idempotencyKey)) };
  }

  @Requires("job:manage")
  @Mutation(() => ScheduledJobPayload, { description: "It no longer begins by itself." })
  async pauseJob(
    @Arg("input", () => JobInput) { name }: JobInput,
    @Ctx() context: RequestContext,
  ): Promise<ScheduledJobPayload> {
    mustBePlatform(context.principal);
    return { job: asJob(await this.service.pause(context, name)) };
  }

  @Requires("job:manage")
  @Mutation(() => ScheduledJobPayload, {
    description: "It begins by itself again, with the next moment of its schedule.",
  })
  async resumeJob(
    @Arg("input", () => JobInput) { name }: JobInput,
    @Ctx() context: RequestContext,
  ): Promise<ScheduledJobPayload> {
    mustBePlatform(context.principal);
    return { job: asJob(await this.service.resume(context, name)) };
  }

  @Requires("job:manage")
  @Mutation(() => ScheduledJobPayload, {
    description: "Changes when a job comes; null takes a change back.",
  })
  async changeJobSchedule(
    @Arg("input", () => ChangeJobScheduleInput) { name, cron, timeZone }: ChangeJobScheduleInput,
    @Ctx() context: RequestContext,
  ): Promise<ScheduledJobPayload> {
    mustBePlatform(context.principal);
    const change = { name, cron: cron ?? null, timeZone: timeZone ?? null };
    return { job: asJob(await this.service.changeSchedule(context, change)) };
  }

  @Requires("job:manage")
  @Mutation(() => JobRunPayload, { description: "Ends a run that has not ended yet." })
  async cancelJobRun(
    @Arg("input", () => JobRunInput) { runId }: JobRunInput,
    @Ctx() context: RequestContext,
  ): Promise<JobRunPayload> {
    mustBePlatform(context.principal);
    return { run: asRun(await this.service.cancel(context, runId)) };
  }
}

@Resolver(() => JobRun)
export class JobRunFieldResolver {
  constructor(private readonly users: UserDirectory) {}

  @FieldResolver(() => User, { nullable: true, description: "Who asked for it; null for the schedule." })
  async requestedBy(@Root() { requestedById }: JobRun, @Ctx() context: RequestContext): Promise<User | null> {
    return requestedById === null ? null : await this.users.reference(context, requestedById);
  }
}
