import { audit } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { invalidInput, notFound } from "@wegraph/kit/errors";
import { once } from "@wegraph/kit/idempotency";
import { originOf } from "@wegraph/kit/outbox";
import { demand } from "@wegraph/kit/principal";
import type { Principal } from "@wegraph/kit/principal";
import type { WorkQueue } from "@wegraph/kit/queue";
import { v7 } from "uuid";
import { filterCondition } from "../account/account.filter.ts";
import { accountActions } from "../account/account.rules.ts";
import { withinReach } from "../account/account.scope.ts";
import { domain, patient } from "../wecom.database.ts";
import type { Tx, WecomDatabase } from "../wecom.database.ts";
import type { BulkOperation, StartBulkOperationInput } from "./bulk.model.ts";
import type { BulkProgress } from "./bulk.progress.ts";
import { bulkAccountsMax, bulkJobSize, inChunks } from "./bulk.rules.ts";
import { bulkViewOf } from "./bulk.view.ts";

/** The jobs of the work queue that bulk operations are made of. */
export const bulkJob = "wecom.bulk-items";

export interface BulkJobPayload {
  operationId: string;
  itemIds: string[];
}

interface Target {
  id: string;
  name: string | null;
}

/** Begins and cancels bulk operations; the items are worked through elsewhere. */
export class BulkService {
  constructor(
    private readonly db: WecomDatabase,
    private readonly queue: WorkQueue,
    private readonly progress: BulkProgress,
    private readonly clock: () => Date,
  ) {}

  async start(context: RequestContext, input: StartBulkOperationInput): Promise<BulkOperation> {
    const { principal } = context;
    const { tenantId } = principal;
    const { idempotencyKey: key, ...rest } = input;
    demand(principal, accountActions[input.action].permission);
    const targets = await this.targets(principal, input);
    const id = await this.db.tenant.$transaction(
      (tx) =>
        once(tx, { tenantId, scope: "startBulkOperation", key, input: rest }, () =>
          this.insert(tx, context, input.action, targets),
        ),
      { ...patient, timeout: 60_000 },
    );
    return this.find(id);
  }

  async cancel(context: RequestContext, id: string): Promise<BulkOperation> {
    const { principal } = context;
    const known = await this.db.tenant.bulkOperation.findFirst({ where: { id } });
    if (!known || !isVisible(principal, known.createdById)) throw notFound("bulk operation", id);
    demand(principal, accountActions[bulkViewOf(known).action].permission);
    const now = this.clock();
    await this.db.tenant.$transaction(async (tx) => {
      const stopped = await tx.bulkOperation.updateMany({
        where: { id, status: "RUNNING" },
        data: { status: "CANCELLED", finishedAt: now },
      });
      if (stopped.count === 0) return; // Over already: nothing is left to cancel.
      await tx.bulkItem.updateMany({
        where: { operationId: id, status: "PENDING" },
        data: { status: "CANCELLED", finishedAt: now },
      });
      await audit(tx, domain, originOf(context), {
        action: "bulk-operation.cancelled",
        resourceType: "bulk-operation",
        resourceId: id,
      });
    }, patient);
    await this.progress.report(id, principal.tenantId);
    return this.find(id);
  }

  /** The accounts meant. One that the caller's rights do not reach is kept by its id alone, to be refused in its turn. */
  private async targets(principal: Principal, input: StartBulkOperationInput): Promise<Target[]> {
    const { permission } = accountActions[input.action];
    const { accountIds, filter } = input;
    const { account } = this.db.tenant;
    const select = { id: true, name: true } as const;
    if (accountIds) {
      const mine = withinReach(principal, "account:read");
      const rows = await account.findMany({
        where: { AND: [{ id: { in: accountIds }, deletedAt: null }, mine] },
        select,
      });
      const names = new Map(rows.map(({ id, name }) => [id, name]));
      return accountIds.map((id) => ({ id, name: names.get(id) ?? null }));
    }
    const seen = await filterCondition(this.db, principal, "account:read", filter ?? {});
    const where = { AND: [seen, withinReach(principal, permission)] };
    const rows = await account.findMany({
      where,
      select,
      take: bulkAccountsMax + 1,
      orderBy: [{ name: "asc" }, { id: "asc" }],
    });
    if (rows.length > bulkAccountsMax)
      throw invalidInput(
        [{ path: ["input", "filter"], message: `finds more than ${bulkAccountsMax} accounts` }],
        "BULK_TOO_LARGE",
      );
    return rows;
  }

  private async insert(
    tx: Tx,
    context: RequestContext,
    action: StartBulkOperationInput["action"],
    targets: readonly Target[],
  ): Promise<string> {
    const { principal } = context;
    const { tenantId } = principal;
    const id = v7();
    const now = this.clock();
    const isEmpty = targets.length === 0;
    await tx.bulkOperation.create({
      data: {
        id,
        tenantId,
        action,
        principal,
        total: targets.length,
        createdAt: now,
        status: isEmpty ? "DONE" : "RUNNING",
        finishedAt: isEmpty ? now : null,
        createdById: principal.kind === "USER" ? principal.id : null,
      },
    });
    const items = targets.map((target) => ({ id: v7(), accountId: target.id, name: target.name ?? "" }));
    await tx.$executeRaw`
      INSERT INTO wegraph_bulk_items (id, tenant_id, operation_id, account_id, account_name, status)
      SELECT i.id, ${tenantId}::uuid, ${id}::uuid, i."accountId", i.name, 'PENDING'
      FROM jsonb_to_recordset(${JSON.stringify(items)}::jsonb) AS i (id uuid, "accountId" uuid, name text)`;
    for (const chunk of inChunks(items, bulkJobSize)) {
      const payload: BulkJobPayload = { operationId: id, itemIds: chunk.map((item) => item.id) };
      await this.queue.enqueue(tx, bulkJob, tenantId, payload);
    }
    await audit(tx, domain, originOf(context), {
      action: "bulk-operation.started",
      resourceType: "bulk-operation",
      resourceId: id,
      changes: [
        { field: "action", after: action },
        { field: "accounts", after: targets.length },
      ],
    });
    return id;
  }

  private async find(id: string): Promise<BulkOperation> {
    return bulkViewOf(await this.db.tenant.bulkOperation.findUniqueOrThrow({ where: { id } }));
  }
}

/** Who sees the whole tenant sees all its operations; others see their own. */
export function isVisible(principal: Principal, createdById: string | null): boolean {
  return demand(principal, "account:read") === "TENANT" || createdById === principal.id;
}
