import { announce, systemOrigin } from "@wegraph/kit/outbox";
import { v7 } from "uuid";
import { z } from "zod";
import { patient } from "../../wecom.database.ts";
import type { Tx, WecomDatabase } from "../../wecom.database.ts";
import { contactSyncProgressed } from "../contact.events.ts";
import { failureShape, failuresKeptMax } from "./sync.rules.ts";
import type { RunRow, Step } from "./sync.step.ts";

export const syncPart = "contact-sync";
const toldEveryMs = 500;

/** What a step came to when nothing was to be written. */
export type Standstill =
  | { kind: "wait"; code: string; ms: number }
  | { kind: "fail"; code: string }
  /** The process ends: another one may go on at once. */
  | { kind: "leave" };

/**
 * Runs as the database has them. Whoever claims one works on it for a lease; everything is written only where the
 * claim still stands, together with where the run then is: a worker that dies, or wakes too late, loses and repeats
 * nothing.
 */
export class SyncStore {
  private readonly toldAt = new Map<string, number>();

  constructor(
    private readonly db: WecomDatabase,
    private readonly leaseMs: number,
    private readonly clock: () => Date,
  ) {}

  /** A run that is due, for this process alone; undefined where there is none. */
  async claim(): Promise<RunRow | undefined> {
    const claim = v7();
    const [taken] = await this.db.system(syncPart).$queryRaw<{ id: string }[]>`
      UPDATE wework_contact_sync_runs SET claim = ${claim}::uuid, started_at = coalesce(started_at, now()),
        due_at = now() + ${this.leaseMs}::float8 * interval '1 millisecond'
      WHERE id = (SELECT id FROM wework_contact_sync_runs WHERE due_at <= now() ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING id`;
    if (!taken) return undefined;
    return this.db.system(syncPart).contactSyncRun.findUniqueOrThrow({ where: { id: taken.id } });
  }

  /** Writes a step and where the run is after it; undefined where the run is not ours any more, or not running. */
  async advance(run: RunRow, step: Step, calls: number): Promise<RunRow | undefined> {
    const { tenantId, corpId, id: runId } = run;
    return this.db.tenant.$transaction(
      async (tx) => {
        const now = this.clock();
        if (!(await this.holds(tx, run))) return undefined;
        const origin = systemOrigin(syncPart, tenantId, runId);
        const written = step.write
          ? await step.write(tx, { tenantId, corpId, origin, runId, runSince: run.createdAt, now })
          : {};
        const added = Object.fromEntries(
          sums.flatMap((field) => {
            const sum = (written[field] ?? 0) + (step.counts?.[field] ?? 0);
            return sum === 0 ? [] : [[field, { increment: sum }]];
          }),
        );
        const isDone = step.phase === "DONE";
        const after = await tx.contactSyncRun.update({
          where: { id: runId },
          data: {
            ...added,
            ...step.totals,
            ...(step.failures?.length && { failures: keptFailures(run, step) }),
            ...(step.phase && { phase: step.phase }),
            cursor: step.cursor,
            calls: { increment: calls },
            attempts: 0,
            waitingCode: null,
            waitingUntil: null,
            ...(isDone
              ? { status: "DONE", finishedAt: now, dueAt: null, claim: null }
              : { dueAt: new Date(now.getTime() + this.leaseMs) }),
          },
        });
        await this.tell(tx, after);
        return isDone ? undefined : after;
      },
      { ...patient, timeout: 30_000 },
    );
  }

  /** Writes why a step was not done: when it is tried again, or that it is the end. */
  async stand(run: RunRow, why: Standstill, calls: number): Promise<void> {
    await this.db.tenant.$transaction(async (tx) => {
      const now = this.clock();
      if (!(await this.holds(tx, run))) return;
      const common = { claim: null, calls: { increment: calls } };
      if (why.kind === "leave") {
        await tx.contactSyncRun.update({ where: { id: run.id }, data: { ...common, dueAt: now } });
        return;
      }
      const until = why.kind === "wait" ? new Date(now.getTime() + why.ms) : null;
      const after = await tx.contactSyncRun.update({
        where: { id: run.id },
        data: {
          ...common,
          attempts: { increment: 1 },
          dueAt: until,
          waitingUntil: until,
          waitingCode: until && why.code,
          ...(why.kind === "fail" && { status: "FAILED", errorCode: why.code, finishedAt: now }),
        },
      });
      await this.tell(tx, after);
    }, patient);
  }

  /** Locks the run until the transaction ends, so that a person's cancelling waits for the step or prevents it. */
  private async holds(tx: Tx, { id, claim }: RunRow): Promise<boolean> {
    const rows = await tx.$queryRaw<unknown[]>`
      SELECT id FROM wework_contact_sync_runs WHERE id = ${id}::uuid AND claim = ${claim}::uuid AND status = 'RUNNING' FOR UPDATE`;
    return rows.length > 0;
  }

  private async tell(tx: Tx, run: RunRow): Promise<void> {
    const isOver = run.finishedAt !== null;
    const last = this.toldAt.get(run.id) ?? -toldEveryMs;
    const isWaiting = run.waitingUntil !== null;
    if (!isOver && !isWaiting && performance.now() - last < toldEveryMs) return;
    if (isOver) this.toldAt.delete(run.id);
    else this.toldAt.set(run.id, performance.now());
    await announceRun(tx, run);
  }
}

export async function announceRun(
  tx: Tx,
  run: RunRow,
  origin = systemOrigin(syncPart, run.tenantId, run.id),
): Promise<void> {
  const { id: runId, corpId, status } = run;
  await announce(tx, origin, contactSyncProgressed, { runId, corpId, status });
}

const sums = [
  "membersDone",
  "contactsRead",
  "contactsNew",
  "contactsChanged",
  "contactsRemoved",
  "groupsDone",
  "groupsNew",
  "groupsChanged",
  "groupsRemoved",
  "failed",
] as const;

function keptFailures({ failures }: RunRow, step: Step): object[] {
  const known = z.array(failureShape).catch([]).parse(failures);
  return [...known, ...(step.failures ?? [])].slice(0, failuresKeptMax);
}
