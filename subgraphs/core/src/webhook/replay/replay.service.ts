import { v7 } from "uuid";
import { audit } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { inOrder } from "@wegraph/kit/context";
import { invalidInput } from "@wegraph/kit/errors";
import { once } from "@wegraph/kit/idempotency";
import { originOf } from "@wegraph/kit/outbox";
import type { WorkQueue } from "@wegraph/kit/queue";
import type { Prisma } from "@wegraph/db-core/client";
import { domain } from "../../database.ts";
import type { CoreDatabase, Tx } from "../../database.ts";
import { endpointDisabled } from "../delivery/delivery.service.ts";
import type { DeliveryStatus } from "../delivery/delivery.status.ts";
import { lockedRow } from "../endpoint/endpoint.service.ts";

/** The job of the work queue that replays are. */
export const replayJob = "core.webhook-replay";

export interface ReplayJobPayload {
  replayId: string;
}

export interface ReplayWish {
  endpointId: string;
  since: Date;
  until?: Date | null | undefined;
  statuses?: DeliveryStatus[] | null | undefined;
  idempotencyKey?: string | null | undefined;
}

const replayColumns = {
  id: true,
  endpointId: true,
  since: true,
  until: true,
  statuses: true,
  status: true,
  total: true,
  queued: true,
  createdAt: true,
  finishedAt: true,
} as const satisfies Prisma.WebhookReplaySelect;
export type ReplayRow = Prisma.WebhookReplayGetPayload<{ select: typeof replayColumns }>;

/** What did not arrive. */
const statusesReplayed: DeliveryStatus[] = ["FAILED", "SKIPPED"];

/** Asks for many deliveries again; they are queued in the background. */
export class ReplayService {
  constructor(
    private readonly db: CoreDatabase,
    private readonly queue: Pick<WorkQueue, "enqueue">,
    private readonly clock: () => Date,
  ) {}

  find(context: RequestContext, id: string): Promise<ReplayRow | null> {
    return context.loader(this.load).load(id);
  }

  async start(context: RequestContext, { idempotencyKey: key, ...input }: ReplayWish): Promise<ReplayRow> {
    const { tenantId } = context.principal;
    const now = this.clock();
    if (input.since >= (input.until ?? now))
      throw invalidInput([{ path: ["input", "since"], message: "must lie before the end" }]);
    return this.db.tenant.$transaction(async (tx) => {
      const endpoint = await lockedRow(tx, input.endpointId);
      if (endpoint.status !== "ENABLED") throw endpointDisabled();
      const id = await once(tx, { tenantId, scope: "replayWebhookDeliveries", key, input }, () =>
        this.insert(tx, context, input, now),
      );
      return tx.webhookReplay.findUniqueOrThrow({ where: { id }, select: replayColumns });
    });
  }

  private async insert(tx: Tx, context: RequestContext, wish: ReplayWish, now: Date): Promise<string> {
    const { tenantId, kind, id: actorId } = context.principal;
    const { endpointId, since } = wish;
    const until = wish.until ?? now;
    const statuses = wish.statuses ?? statusesReplayed;
    const total = await tx.webhookDelivery.count({
      where: { endpointId, isTest: false, status: { in: statuses }, createdAt: { gte: since, lt: until } },
    });
    const id = v7();
    const isEmpty = total === 0;
    await tx.webhookReplay.createMany({
      data: {
        id,
        tenantId,
        endpointId,
        since,
        until,
        statuses,
        total,
        status: isEmpty ? "DONE" : "RUNNING",
        createdById: kind === "USER" ? actorId : null,
        createdAt: now,
        finishedAt: isEmpty ? now : null,
      },
    });
    if (!isEmpty) await this.queue.enqueue(tx, replayJob, tenantId, { replayId: id }, id);
    await audit(tx, domain, originOf(context), {
      action: "webhook-endpoint.replayed",
      resourceType: "webhook-endpoint",
      resourceId: endpointId,
      changes: [
        { field: "since", after: since.toISOString() },
        { field: "until", after: until.toISOString() },
        { field: "deliveries", after: total },
      ],
    });
    return id;
  }

  private readonly load = async (ids: readonly string[]): Promise<(ReplayRow | null)[]> => {
    const rows = await this.db.tenant.webhookReplay.findMany({
      where: { id: { in: [...ids] } },
      select: replayColumns,
    });
    return inOrder(ids, rows);
  };
}
