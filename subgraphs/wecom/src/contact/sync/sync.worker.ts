import { inTenant } from "@wegraph/database/scope";
import { oneOf } from "@wegraph/kit/codes";
import type { Logger } from "@wegraph/kit/log";
import type { ContactApps } from "../contact.apps.ts";
import type { ContactApp } from "../contact.apps.ts";
import type { ChangesSteps } from "./changes.steps.ts";
import type { ContactSteps } from "./contact.steps.ts";
import type { DirectorySteps } from "./directory.steps.ts";
import type { GroupSteps } from "./group.steps.ts";
import { attemptsMax, cursorShape, syncPhases, verdictOf } from "./sync.rules.ts";
import type { SyncPhase } from "./sync.rules.ts";
import type { SyncReader } from "./sync.reader.ts";
import { CallFailed } from "./sync.step.ts";
import type { RunRow, Step, StepContext } from "./sync.step.ts";
import type { Standstill, SyncStore } from "./sync.store.ts";
import type { ContactTimings } from "../contact.timings.ts";

interface WorkerParts {
  store: SyncStore;
  apps: ContactApps;
  reader: SyncReader;
  directory: DirectorySteps;
  contacts: ContactSteps;
  changes: ChangesSteps;
  groups: GroupSteps;
  timings: ContactTimings;
  log: Logger;
}

/** Corporations that one process reads at a time. */
const runsAtOnce = 4;
/** The application is looked up again after so many steps: it may have another secret, or be gone. */
const stepsPerApp = 50;

/** Takes up runs that are due and carries them on, step by step. Any number of processes may. */
export class ContactSyncWorker {
  private timer: NodeJS.Timeout | undefined;
  private readonly running = new Set<Promise<void>>();
  private looking: Promise<void> = Promise.resolve();
  private isStopping = false;

  constructor(private readonly parts: WorkerParts) {}

  start(): void {
    this.isStopping = false;
    this.timer = setInterval(() => this.wake(), this.parts.timings.lookEveryMs);
    this.wake();
  }

  /** Looks for what is due now. */
  wake(): void {
    if (!this.timer) return;
    this.looking = this.looking
      .then(() => this.takeUp())
      .catch((err: unknown) => {
        this.parts.log.warn({ err }, "contact syncs not looked for");
      });
  }

  /** What is being written is finished; another process goes on with the rest. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.timer = undefined;
    this.isStopping = true;
    await this.looking;
    await Promise.all(this.running);
  }

  private async takeUp(): Promise<void> {
    while (this.running.size < runsAtOnce && !this.isStopping) {
      const run = await this.parts.store.claim();
      if (!run) return;
      const work: Promise<void> = this.perform(run)
        .catch((err: unknown) => this.parts.log.error({ err, runId: run.id }, "contact sync interrupted"))
        .finally(() => {
          this.running.delete(work);
          this.wake();
        });
      this.running.add(work);
    }
  }

  /** Until it is over, has to wait, or is somebody else's. */
  perform(run: RunRow): Promise<void> {
    return inTenant(run.tenantId, async () => {
      const { store, reader } = this.parts;
      let current: RunRow | undefined = run;
      let app: ContactApp | null = null;
      for (let steps = 0; current; steps += 1) {
        if (this.isStopping) return store.stand(current, { kind: "leave" }, 0);
        if (steps % stepsPerApp === 0) app = await this.appOf(current);
        if (!app) return store.stand(current, { kind: "fail", code: "ACCOUNT_UNAVAILABLE" }, 0);
        const outcome = await this.tryStep(current, app);
        const calls = reader.takeCalls(run.id);
        if ("kind" in outcome) return store.stand(current, outcome, calls);
        current = await store.advance(current, outcome, calls);
      }
    });
  }

  private async tryStep(run: RunRow, app: ContactApp): Promise<Step | Standstill> {
    try {
      return await this.step({ run, app, cursor: cursorShape.parse(run.cursor) });
    } catch (error) {
      if (!(error instanceof CallFailed)) {
        this.parts.log.error({ err: error, runId: run.id, phase: run.phase }, "step of contact sync failed");
        if (run.attempts + 1 >= attemptsMax) return { kind: "fail", code: "INTERNAL" };
        return this.bounded({ kind: "wait", code: "INTERNAL", ms: 5_000 });
      }
      const verdict = verdictOf(error.trouble, run.attempts, Math.random);
      return verdict.kind === "wait" ? this.bounded(verdict) : { kind: "fail", code: verdict.code };
    }
  }

  private bounded(wait: { kind: "wait"; code: string; ms: number }): Standstill {
    return { ...wait, ms: Math.min(wait.ms, this.parts.timings.waitMaxMs) };
  }

  private async appOf({ accountId, corpId }: RunRow): Promise<ContactApp | null> {
    const { apps } = this.parts;
    return (await apps.ofAccount(accountId)) ?? (await apps.ofCorp(corpId));
  }

  private step(context: StepContext): Promise<Step> {
    const { directory, contacts, changes, groups } = this.parts;
    const isFull = context.run.kind === "FULL";
    const steps: Readonly<Record<Exclude<SyncPhase, "DONE">, () => Promise<Step>>> = {
      DEPARTMENTS: () => directory.departments(context),
      MEMBERS: () => directory.members(context),
      FOLLOWERS: () => directory.followers(context),
      TAGS: () => directory.tags(context),
      CONTACTS: () => (isFull ? contacts.step(context) : changes.step(context)),
      GROUP_LIST: () => groups.list(context),
      GROUPS: () => groups.details(context),
    };
    const phase = oneOf(syncPhases, context.run.phase);
    if (phase === "DONE") throw new RangeError("A run that is done has no step.");
    return steps[phase]();
  }
}
