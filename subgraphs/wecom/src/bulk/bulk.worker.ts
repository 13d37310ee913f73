import { inTenant } from "@wegraph/database/scope";
import { oneOf } from "@wegraph/kit/codes";
import { notFound } from "@wegraph/kit/errors";
import type { Logger } from "@wegraph/kit/log";
import type { Origin } from "@wegraph/kit/outbox";
import { principalShape, refusal } from "@wegraph/kit/principal";
import type { Principal } from "@wegraph/kit/principal";
import type { Job, WorkQueue } from "@wegraph/kit/queue";
import { reaches } from "@wegraph/kit/reach";
import { accountActions, stepsFor } from "../account/account.rules.ts";
import { isStale } from "../account/account.transitions.ts";
import type { Transitions } from "../account/account.transitions.ts";
import { patient } from "../wecom.database.ts";
import type { Tx, WecomDatabase } from "../wecom.database.ts";
import type { BulkProgress } from "./bulk.progress.ts";
import { bulkActions, resultOf } from "./bulk.rules.ts";
import type { BulkAction, ItemResult } from "./bulk.rules.ts";
import { bulkJob } from "./bulk.service.ts";
import type { BulkJobPayload } from "./bulk.service.ts";

interface Order {
  operationId: string;
  action: BulkAction;
  principal: Principal;
  origin: Origin;
}

const conflictsMax = 4;

/**
 * Works through the items of bulk operations. An item's result is written in the transaction of its act, so a job that
 * is delivered again after a crash goes on with what is left and repeats nothing.
 */
export class BulkWorker {
  constructor(
    private readonly db: WecomDatabase,
    private readonly transitions: Transitions,
    private readonly progress: BulkProgress,
    private readonly clock: () => Date,
    private readonly log: Logger,
  ) {}

  start(queue: WorkQueue, concurrency: number): Promise<void> {
    return queue.work<BulkJobPayload>(bulkJob, { concurrency }, (job) => this.perform(job));
  }

  async perform({
    tenantId,
    payload,
    id,
    stillWorking,
  }: Pick<Job<BulkJobPayload>, "id" | "tenantId" | "payload" | "stillWorking">): Promise<void> {
    const { operationId, itemIds } = payload;
    await inTenant(tenantId, async () => {
      const operation = await this.db.tenant.bulkOperation.findFirst({
        where: { id: operationId, status: "RUNNING" },
      });
      if (!operation) return;
      const principal = principalShape.parse(operation.principal);
      const { kind, id: actorId, name, address } = principal;
      const origin = { tenantId, correlationId: id, actor: { kind, id: actorId, name, address } };
      const order = { operationId, action: oneOf(bulkActions, operation.action), principal, origin };
      const items = await this.db.tenant.bulkItem.findMany({
        where: { id: { in: itemIds }, status: "PENDING" },
        select: { id: true, accountId: true },
        orderBy: { id: "asc" },
      });
      for (const item of items) {
        await this.act(order, item);
        stillWorking();
        this.progress.note(operationId, tenantId);
      }
    });
    await this.progress.report(operationId, tenantId);
  }

  private async act(order: Order, item: { id: string; accountId: string }): Promise<void> {
    for (let attempt = 1; ; attempt += 1)
      try {
        return await this.db.tenant.$transaction((tx) => this.actOnce(tx, order, item), patient);
      } catch (error) {
        if (isStale(error) && attempt < conflictsMax) continue;
        const result = resultOf(error);
        if (result.status === "FAILED")
          this.log.error({ err: error, ...item, operationId: order.operationId }, "bulk item failed");
        await this.finish(this.db.tenant, item.id, result);
        return;
      }
  }

  private async actOnce(
    tx: Tx,
    { action, principal, origin }: Order,
    { id, accountId }: { id: string; accountId: string },
  ): Promise<void> {
    // First, so that an item cancelled meanwhile is left alone, and one in work cannot be cancelled any more.
    if (!(await this.finish(tx, id, { status: "DONE", code: null, message: null }))) return;
    const { permission } = accountActions[action];
    await this.transitions.applyIn(tx, {
      accountId,
      origin,
      act: `account.bulk-${action.toLowerCase().replace("_", "-")}`,
      steps: ({ account }, row) => {
        if (!reaches(principal, "account:read", row)) throw notFound("account", accountId);
        if (!reaches(principal, permission, row)) throw refusal(principal, [permission]);
        return stepsFor(action, account.status, { byPerson: true });
      },
    });
  }

  private async finish(tx: Tx, id: string, result: ItemResult): Promise<boolean> {
    const { count } = await tx.bulkItem.updateMany({
      where: { id, status: "PENDING" },
      data: { ...result, finishedAt: this.clock() },
    });
    return count > 0;
  }
}
