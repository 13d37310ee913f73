import { v7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { DomainCaller } from "@wegraph/kit/domainCaller";
import { DomainJobDesk } from "@wegraph/kit/domainJobDesk";
import { AppError } from "@wegraph/kit/errors";
import { JobHost } from "@wegraph/kit/jobHost";
import { jobLeaseMs } from "@wegraph/kit/jobDesk";
import type { JobDesk } from "@wegraph/kit/jobDesk";
import { LocalSubgraph } from "@wegraph/kit/localSubgraph";
import { createLogger } from "@wegraph/kit/log";
import { OutboxRelay } from "@wegraph/kit/relay";
import type { JobRun as Run, ScheduledJob } from "@wegraph/kit/scheduledJob";
import { openTestCore } from "../testing/testCore.ts";
import type { Person, TestCore } from "../testing/testCore.ts";
import { startJobProcess } from "../testing/ownProcess.ts";
import { attemptsMax } from "./job.ledger.ts";

let core: TestCore;
let root: Person;
let desk: JobDesk;
let relay: OutboxRelay;

beforeAll(async () => {
  core = await openTestCore();
  await core.bus.feed.start();
  relay = new OutboxRelay(core.opened.system, core.bus, core.log);
  relay.start();
  root = (await core.given.platform()).admin;
  desk = core.parts.jobs.ledger.forHost("core");
});
afterAll(async () => {
  await relay?.stop();
  await core?.close();
});
beforeEach(async () => {
  await core.opened.system.query("DELETE FROM wegraph_jobs");
});

const silent = createLogger("jobs-test", "silent");
const hour = 60 * 60_000;

function job(name: string, more: Partial<ScheduledJob> = {}): ScheduledJob {
  return {
    name,
    cron: "0 * * * *",
    misfire: "RUN_ONCE",
    title: { zh: "测试", en: "Test" },
    maxRunMs: 60_000,
    run: () => Promise.resolve("Nothing to do."),
    ...more,
  };
}

const declared = ({ name, cron, misfire, title, maxRunMs }: ScheduledJob) => ({
  name,
  cron,
  misfire,
  title,
  maxRunMs,
  timeZone: "Asia/Shanghai",
});
const declare = (...jobs: ScheduledJob[]) => desk.declare(jobs.map(declared));
const claim = (...names: string[]) => desk.claim("test", names, 10);
const runs = () => core.db.system("test").jobRun.findMany({ orderBy: { createdAt: "asc" } });
const statuses = async () => (await runs()).map(({ status }) => status);
const byHand = (name: string, idempotencyKey?: string) =>
  core.as(root.principal, (context) => core.parts.jobs.service.run(context, name, idempotencyKey));

function host(jobs: readonly ScheduledJob[], through: JobDesk = desk): JobHost {
  return new JobHost({ desk: through, jobs, log: silent, everyMs: 5, beatMs: 20, runsMax: 50 });
}

describe("a job that was due while every process was down", () => {
  test("runs once after the start, for the last moment it missed, if its policy says so", async () => {
    await declare(job("due"), job("skipped", { misfire: "SKIP" }));
    core.wait(5 * hour);
    await declare(job("due"), job("skipped", { misfire: "SKIP" }));
    const claimed = await claim("due", "skipped");
    expect(claimed.map((each) => each.job)).toEqual(["due"]);
    expect(core.clock().getTime() - (claimed[0]?.scheduledFor.getTime() ?? 0)).toBeLessThan(hour);
    expect(await claim("due", "skipped")).toEqual([]);
    expect(await statuses()).toEqual(["RUNNING"]);
  });

  test("has its next moment planned, and nothing runs before that", async () => {
    await declare(job("due"));
    const { nextRunAt } = await core.db
      .system("test")
      .scheduledJob.findUniqueOrThrow({ where: { name: "due" } });
    expect(nextRunAt?.getTime()).toBeGreaterThan(core.clock().getTime());
    expect(await claim("due")).toEqual([]);
  });
});

test("of 200 runs that hosts of two processes race for, none is done twice or by two", async () => {
  const names = Array.from({ length: 200 }, (_, i) => `race-${i}`);
  const done: string[] = [];
  const jobs = names.map((name) =>
    job(name, {
      run: async (run: Run) => {
        done.push(run.id);
        await new Promise((resolve) => setTimeout(resolve, 1));
        return "1 thing.";
      },
    }),
  );
  await declare(...jobs);
  core.wait(hour);
  const [first, second] = [host(jobs), host(jobs)];
  first.start();
  second.start();
  await vi.waitFor(
    async () => expect((await statuses()).filter((s) => s === "SUCCEEDED")).toHaveLength(200),
    {
      timeout: 30_000,
      interval: 50,
    },
  );
  await Promise.all([first.stop(), second.stop()]);
  expect(new Set(done).size).toBe(200);
  expect(done).toHaveLength(200);
  const processes = new Set((await runs()).map(({ process }) => process));
  expect(processes).toEqual(new Set([first.process, second.process]));
});

describe("a run whose process died", () => {
  test("is run again by another one, and the first can no longer say what came of it", async () => {
    await declare(job("mortal"));
    core.wait(hour);
    const [before] = await claim("mortal");
    if (!before) throw new Error("nothing was due");
    core.wait(jobLeaseMs - 1_000);
    expect(await claim("mortal")).toEqual([]);
    expect(await desk.beat(before, { done: 1, total: 2 })).toBe(true);
    core.wait(jobLeaseMs + 1_000);
    const [after] = await claim("mortal");
    expect(after).toMatchObject({ id: before.id, attempt: 2, scheduledFor: before.scheduledFor });

    expect(await desk.beat(before, { done: 2, total: 2 })).toBe(false);
    expect(await desk.finish(before, { kind: "DONE", summary: "Too late." })).toBe(false);
    expect(await statuses()).toEqual(["RUNNING"]);
    if (after) expect(await desk.finish(after, { kind: "DONE", summary: "In time." })).toBe(true);
    expect(await runs()).toMatchObject([{ status: "SUCCEEDED", summary: "In time.", attempts: 2 }]);
  });

  test("really dies: killed in the middle of the work, it leaves the run to the next", async () => {
    await declare(job("killed"));
    await byHand("killed");
    const child = await startJobProcess(core, "killed");
    expect(await runs()).toMatchObject([
      { status: "RUNNING", process: expect.stringContaining(`/${child.pid}/`) },
    ]);
    await child.kill();
    core.wait(jobLeaseMs + 1_000);
    const again = host([job("killed", { run: () => Promise.resolve("7 things.") })]);
    again.start();
    await vi.waitFor(async () => expect(await statuses()).toEqual(["SUCCEEDED"]), { timeout: 10_000 });
    await again.stop();
    expect(await runs()).toMatchObject([{ attempts: 2, summary: "7 things.", process: again.process }]);
  });

  test("and takes every process with it is given up, and the administrators are told", async () => {
    await declare(job("poison"));
    await byHand("poison");
    for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
      expect(await claim("poison")).toMatchObject([{ attempt }]);
      core.wait(jobLeaseMs + 1_000);
    }
    expect(await claim("poison")).toEqual([]);
    expect(await runs()).toMatchObject([{ status: "FAILED", errorReason: "JOB_INTERRUPTED" }]);
    const notices = await core.db.system("test").notice.findMany({ where: { kind: "job-failed" } });
    expect(notices).toMatchObject([{ tenantId: root.principal.tenantId, subjectType: "job-run" }]);
  });
});

describe("a run that fails", () => {
  test("is tried again after a while, and then given up by code and reason, never by what was said", async () => {
    await declare(job("failing"));
    await byHand("failing");
    const failing = host([
      job("failing", {
        run: () => Promise.reject(new AppError("UPSTREAM_FAILED", "PROVIDER_DOWN", "secret-laden sentence")),
      }),
    ]);
    failing.start();
    for (let attempt = 1; attempt < attemptsMax; attempt += 1) {
      await vi.waitFor(
        async () => expect(await runs()).toMatchObject([{ status: "RETRYING", attempts: attempt }]),
        {
          timeout: 5_000,
        },
      );
      core.wait(11 * 60_000);
    }
    await vi.waitFor(async () => expect(await statuses()).toContain("FAILED"), { timeout: 5_000 });
    await failing.stop();
    const [run] = await runs();
    expect(run).toMatchObject({
      errorCode: "UPSTREAM_FAILED",
      errorReason: "PROVIDER_DOWN",
      attempts: attemptsMax,
    });
    expect(JSON.stringify(await core.events("core.job-run.finished.v1"))).not.toContain("secret-laden");
  });

  test("because it takes too long is ended by its signal", async () => {
    await declare(job("slow"));
    await byHand("slow");
    const slow = host([
      job("slow", {
        maxRunMs: 30,
        run: ({ signal }: Run) =>
          new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
      }),
    ]);
    slow.start();
    await vi.waitFor(async () =>
      expect(await runs()).toMatchObject([{ status: "RETRYING", errorReason: "JOB_TOO_LONG" }]),
    );
    await slow.stop();
  });

  test("because its process stops goes to another one at once, and has not cost an attempt", async () => {
    await declare(job("moving"));
    await byHand("moving");
    const begun = vi.fn();
    const leaving = host([
      job("moving", {
        run: ({ signal }: Run) =>
          new Promise((_, reject) => {
            begun();
            signal.addEventListener("abort", () => reject(signal.reason));
          }),
      }),
    ]);
    leaving.start();
    await vi.waitFor(() => expect(begun).toHaveBeenCalled());
    await leaving.stop();
    expect(await runs()).toMatchObject([{ status: "QUEUED", attempts: 0 }]);
    expect(await claim("moving")).toMatchObject([{ attempt: 1 }]);
  });
});

describe("what administrators do", () => {
  const ask = (query: string, variables: Record<string, unknown> = {}) =>
    core.execute(query, variables, root.principal);

  test("is seen in the graph: next moments, a run by hand, its progress live, its end", async () => {
    await declare(job("shown"));
    const stream = await core.subscribe(
      "subscription { jobRun { jobName status done total } }",
      root.principal,
    );
    if (!(Symbol.asyncIterator in stream)) throw new Error("refused");
    const { data } = await ask(`mutation { runJob(input: { name: "shown", idempotencyKey: "k" }) {
      run { id status cause requestedBy { id } } } }`);
    expect(data).toMatchObject({ runJob: { run: { status: "QUEUED", requestedBy: { id: root.user.id } } } });
    const [run] = await claim("shown");
    if (!run) throw new Error("not queued");
    await desk.beat(run, { done: 3, total: 9 });
    await desk.finish(run, { kind: "DONE", summary: "9 things." });

    const seen: unknown[] = [];
    while (!seen.some((each) => JSON.stringify(each).includes("SUCCEEDED"))) {
      const { value } = await stream.next();
      seen.push(value);
    }
    await stream.return?.();

    const again = await ask(
      `mutation { runJob(input: { name: "shown", idempotencyKey: "k" }) { run { id } } }`,
    );
    expect(again.data).toMatchObject({ runJob: { run: { id: run.id } } });
    const list = await ask(`{ scheduledJobs { name cron nextRuns lastRun { summary durationMs } } }`);
    expect(list.data).toMatchObject({
      scheduledJobs: [{ name: "shown", lastRun: { summary: "9 things." } }],
    });
    const audits = await core.events("core.audit.recorded.v1");
    const ofJob = audits
      .map(({ payload }) => payload.payload)
      .filter((each) => each["resourceId"] === "shown");
    expect(ofJob.map((each) => each["action"])).toEqual(["scheduled-job.run-requested"]);
  });

  test("pausing holds a job, resuming goes on with its next moment, and a changed schedule is kept over a restart", async () => {
    await declare(job("held"));
    await ask(`mutation { pauseJob(input: { name: "held" }) { job { pausedAt } } }`);
    core.wait(3 * hour);
    await declare(job("held"));
    expect(await claim("held")).toEqual([]);
    await ask(`mutation { resumeJob(input: { name: "held" }) { job { nextRunAt } } }`);
    expect(await claim("held")).toEqual([]);
    const change = `mutation ($cron: String) { changeJobSchedule(input: { name: "held", cron: $cron }) {
      job { cron declaredCron nextRuns(first: 2) } } }`;
    const changed = await ask(change, { cron: "*/15 * * * *" });
    expect(changed.data).toMatchObject({
      changeJobSchedule: { job: { cron: "*/15 * * * *", declaredCron: "0 * * * *" } },
    });
    await declare(job("held", { cron: "30 * * * *" }));
    const { cron, declaredCron } = await core.db
      .system("test")
      .scheduledJob.findUniqueOrThrow({ where: { name: "held" } });
    expect({ cron, declaredCron }).toEqual({ cron: "*/15 * * * *", declaredCron: "30 * * * *" });
    const refused = await ask(change, { cron: "every day" });
    expect(refused.errors?.[0]?.extensions).toMatchObject({
      code: "INVALID_INPUT",
      reason: "CRON_MALFORMED",
      issues: [{ path: ["input", "cron"] }],
    });
  });

  test("a second run is refused while one has not ended, and a cancelled one is taken from its process", async () => {
    await declare(job("busy"));
    await byHand("busy");
    await expect(byHand("busy")).rejects.toMatchObject({ code: "CONFLICT", reason: "JOB_RUNNING" });
    const [run] = await claim("busy");
    const cancelled = await ask(
      `mutation ($id: ID!) { cancelJobRun(input: { runId: $id }) { run { status } } }`,
      {
        id: run?.id,
      },
    );
    expect(cancelled.data).toMatchObject({ cancelJobRun: { run: { status: "CANCELLED" } } });
    if (run) expect(await desk.beat(run, { done: 0, total: null })).toBe(false);
  });

  test("nobody outside the platform's tenant sees or does any of it", async () => {
    const { admin } = await core.given.tenant();
    await declare(job("foreign"));
    for (const query of [
      "{ scheduledJobs { name } }",
      "{ jobRuns { nodes { id } } }",
      `mutation { runJob(input: { name: "foreign" }) { run { id } } }`,
      `mutation { pauseJob(input: { name: "foreign" }) { job { name } } }`,
    ]) {
      const { errors } = await core.execute(query, {}, admin.principal);
      expect(errors?.[0]?.extensions).toMatchObject({ code: "FORBIDDEN" });
    }
  });
});

test("another domain's processes reach the ledger through the graph, with their own jobs only", async () => {
  const link = new LocalSubgraph(core.subgraph, silent);
  const theirs = new DomainJobDesk(new DomainCaller(link, "wecom"));
  await declare(job("ours"));
  await theirs.declare([declared(job("theirs"))]);
  core.wait(hour);
  const claimed = await theirs.claim("wecom-process", ["ours", "theirs"], 10);
  expect(claimed.map((each) => each.job)).toEqual(["theirs"]);
  const [run] = claimed;
  if (!run) throw new Error("nothing was due");
  expect(await theirs.beat(run, { done: 1, total: null })).toBe(true);
  expect(await theirs.finish(run, { kind: "DONE", summary: "1 thing." })).toBe(true);
  expect(await theirs.finish({ id: v7(), token: v7() }, { kind: "GIVEN_BACK" })).toBe(false);
  await expect(
    new DomainJobDesk(new DomainCaller(link, "stranger")).claim("x", ["ours"], 1),
  ).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
});
