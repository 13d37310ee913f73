import { Arg, Ctx, Directive, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from "type-graphql";
import { z } from "zod";
import type { RequestContext } from "@wegraph/kit/context";
import { invalidInput } from "@wegraph/kit/errors";
import type { JobOutcome } from "@wegraph/kit/jobDesk";
import { DateTime } from "@wegraph/kit/scalars";
import { hostOf } from "../hosts.ts";
import { misfires } from "./job.codes.ts";
import type { JobLedger } from "./job.ledger.ts";

const outcomes = ["DONE", "FAILED", "GIVEN_BACK"] as const;

const declarations = z.array(
  z.object({
    name: z.string().regex(/^[a-z][a-z0-9-]*$/),
    cron: z.string().max(100),
    timeZone: z.string().max(64),
    misfire: z.enum(misfires),
    maxRunMs: z.number().int().positive(),
    titleZh: z.string(),
    titleEn: z.string(),
  }),
);

@Directive("@inaccessible")
@InputType("_JobDeclarationInput", { description: "What a host says of a job." })
class JobDeclarationInput {
  @Field(() => String) name: string;
  @Field(() => String) cron: string;
  @Field(() => String) timeZone: string;
  @Field(() => String) misfire: (typeof misfires)[number];
  @Field(() => Int) maxRunMs: number;
  @Field(() => String) titleZh: string;
  @Field(() => String) titleEn: string;
}

@Directive("@inaccessible")
@InputType("_JobOutcomeInput", { description: "What came of a run." })
class JobOutcomeInput {
  static readonly rules = z.object({
    kind: z.enum(outcomes),
    summary: z.string().max(500).nullish(),
    code: z.string().max(100).nullish(),
    reason: z.string().max(100).nullish(),
  });

  @Field(() => String) kind: (typeof outcomes)[number];
  @Field(() => String, { nullable: true }) summary?: string | null;
  @Field(() => String, { nullable: true }) code?: string | null;
  @Field(() => String, { nullable: true }) reason?: string | null;
}

@Directive("@inaccessible")
@ObjectType("_ClaimedJobRun", { description: "The right to do a run, until its lease is over." })
class ClaimedJobRun {
  @Field(() => ID) id: string;
  @Field(() => String) job: string;
  @Field(() => ID) token: string;
  @Field(() => DateTime) scheduledFor: Date;
  @Field(() => Int) attempt: number;
}

/** What other domains' processes ask of the ledger, outside the public graph; each for its own jobs. */
@Resolver()
export class JobDeskResolver {
  constructor(private readonly ledger: JobLedger) {}

  @Directive("@inaccessible")
  @Mutation(() => Boolean, { description: "For a domain: these are its jobs." })
  async _declareJobs(
    @Arg("jobs", () => [JobDeclarationInput]) jobs: JobDeclarationInput[],
    @Ctx() { principal }: RequestContext,
  ): Promise<boolean> {
    const desk = this.ledger.forHost(hostOf(principal));
    const checked = declarations.safeParse(jobs);
    if (!checked.success) throw invalidInput([{ path: ["jobs"], message: "not declarations of jobs" }]);
    await desk.declare(
      checked.data.map(({ titleZh, titleEn, ...job }) => ({ ...job, title: { zh: titleZh, en: titleEn } })),
    );
    return true;
  }

  @Directive("@inaccessible")
  @Mutation(() => [ClaimedJobRun], {
    description: "For a domain: runs of its jobs that are due, to be done now.",
  })
  _claimJobRuns(
    @Arg("process", () => String) process: string,
    @Arg("names", () => [String]) names: string[],
    @Arg("max", () => Int) max: number,
    @Ctx() { principal }: RequestContext,
  ): Promise<ClaimedJobRun[]> {
    return this.ledger.forHost(hostOf(principal)).claim(process, names, max);
  }

  @Directive("@inaccessible")
  @Mutation(() => Boolean, { description: "For a domain: the run goes on. False: it is no longer its." })
  _jobRunProgress(
    @Arg("id", () => ID) id: string,
    @Arg("token", () => ID) token: string,
    @Arg("done", () => Int) done: number,
    @Arg("total", () => Int, { nullable: true }) total: number | null,
    @Ctx() { principal }: RequestContext,
  ): Promise<boolean> {
    return this.ledger.forHost(hostOf(principal)).beat({ id, token }, { done, total: total ?? null });
  }

  @Directive("@inaccessible")
  @Mutation(() => Boolean, { description: "For a domain: what came of a run. False: it is no longer its." })
  _finishJobRun(
    @Arg("id", () => ID) id: string,
    @Arg("token", () => ID) token: string,
    @Arg("outcome", () => JobOutcomeInput) outcome: JobOutcomeInput,
    @Ctx() { principal }: RequestContext,
  ): Promise<boolean> {
    return this.ledger.forHost(hostOf(principal)).finish({ id, token }, asOutcome(outcome));
  }
}

function asOutcome({ kind, summary, code, reason }: JobOutcomeInput): JobOutcome {
  if (kind === "GIVEN_BACK") return { kind };
  if (kind === "DONE" && summary != null) return { kind, summary };
  if (kind === "FAILED" && code != null && reason != null) return { kind, code, reason };
  throw invalidInput([{ path: ["outcome"], message: "incomplete" }]);
}
