import { audit } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError } from "@wegraph/kit/errors";
import { originOf } from "@wegraph/kit/outbox";
import { v7 } from "uuid";
import { domain } from "../../wecom.database.ts";
import type { Tx } from "../../wecom.database.ts";
import { announceChanges } from "../message.announce.ts";
import type { Lane } from "../message.enums.ts";
import { messageBatchProgressed } from "../message.events.ts";
import { countAccepted } from "../stats/stats.write.ts";
import { messageIds } from "../message.id.ts";
import { insertMessages } from "../message.insert.ts";
import type { NewMessage } from "../message.insert.ts";
import type { MessageQueue } from "../message.queue.ts";
import type { QuotaMeter } from "@wegraph/kit/quotaMeter";
import type { ProviderLimits } from "../limits/limits.service.ts";
import type { Route } from "../routing/message.router.ts";
import { announce } from "@wegraph/kit/outbox";
import { insertGroupSends } from "../groupSend/groupSend.acceptance.ts";
import { promiseCustomers } from "./customers.ts";
import type { Draft } from "./drafts.ts";
import { demandTurns } from "./kfTurns.ts";
import { planOrder } from "./orderPlan.ts";
import type { Plan } from "./plan.rules.ts";
import { keepPromises, lockPromises } from "./promises.ts";

/** Messages ready to be accepted: checked, and each with an account. */
export interface Order {
  drafts: readonly Draft[];
  routes: readonly Route[];
  scheduledAt: Date | null;
  /** Whether what does not fit may go later; otherwise all of it is refused. */
  maySpread: boolean;
  templateId: string | null;
  /** By message; empty if it is no retry. */
  retryOf: readonly string[];
}

export interface BatchOrder extends Order {
  name: string;
  templateVersion: number | null;
  retryOfBatchId: string | null;
}

interface Inserted {
  plan: Plan;
  messages: NewMessage[];
  createdAt: Date;
}

interface AcceptanceOptions {
  queue: MessageQueue;
  limits: ProviderLimits;
  meter: QuotaMeter;
  clock: () => Date;
  requeueMs: number;
}

/**
 * Makes orders durable: messages, what was promised of the quotas, jobs, audit record and events, in the transaction it
 * is called in. A batch costs the same few statements however large it is.
 */
export class MessageAcceptance {
  constructor(private readonly options: AcceptanceOptions) {}

  /** Returns the id of the message. */
  async acceptOne(tx: Tx, context: RequestContext, order: Order): Promise<string> {
    const { messages } = await this.insert(tx, context, order, "SINGLE", null);
    const [message] = messages;
    if (!message) throw new RangeError("an order for one message holds none");
    const { id: messageId, accountId, dueAt } = message;
    const origin = originOf(context);
    await announceChanges(tx, origin, [
      { messageId, accountId, batchId: null, status: dueAt ? "PENDING" : "QUEUED", errorCode: null },
    ]);
    await audit(tx, domain, origin, {
      action: order.retryOf.length > 0 ? "message.retried" : "message.sent",
      resourceType: "message",
      resourceId: messageId,
      // Neither content nor recipient: the audit log outlives both, and is read by others.
      changes: [
        { field: "accountId", after: accountId },
        { field: "type", after: message.type },
      ],
    });
    return messageId;
  }

  /** Returns the id of the batch. */
  async acceptBatch(tx: Tx, context: RequestContext, order: BatchOrder): Promise<string> {
    const id = v7();
    const { principal } = context;
    const { tenantId } = principal;
    const total = order.drafts.length;
    const { plan, createdAt } = await this.insert(tx, context, order, "BULK", id);
    await tx.messageBatch.create({
      data: {
        id,
        tenantId,
        createdAt,
        total,
        name: order.name,
        status: "RUNNING",
        templateId: order.templateId,
        templateVersion: order.templateVersion,
        retryOfId: order.retryOfBatchId,
        scheduledAt: order.scheduledAt,
        predictedEndAt: plan.predictedEndAt,
        createdById: principal.kind === "USER" ? principal.id : null,
      },
    });
    const origin = originOf(context);
    const counts = { total, sent: 0, failed: 0, cancelled: 0 };
    await announce(tx, origin, messageBatchProgressed, { batchId: id, status: "RUNNING", ...counts });
    await audit(tx, domain, origin, {
      action: order.retryOfBatchId ? "message-batch.retried" : "message-batch.sent",
      resourceType: "message-batch",
      resourceId: id,
      changes: [
        { field: "messages", after: total },
        { field: "templateId", after: order.templateId },
      ],
    });
    return id;
  }

  private async insert(
    tx: Tx,
    context: RequestContext,
    order: Order,
    lane: Lane,
    batchId: string | null,
  ): Promise<Inserted> {
    const createdAt = this.options.clock();
    const ids = messageIds(order.drafts.length, createdAt);
    const key = batchId ?? ids[0];
    if (key === undefined) throw new RangeError("an order holds no message");
    // One take for all of them, before anything else is locked; a batch's key is its id, a single message's its own:
    // by them it is found out whether what was taken was used (messageFlow.ts).
    const wanted = { dimension: "MESSAGES", amount: ids.length, key } as const;
    return this.options.meter.useIn(tx, originOf(context), wanted, () =>
      this.insertTaken(tx, context, order, { lane, batchId, createdAt, ids }),
    );
  }

  private async insertTaken(
    tx: Tx,
    context: RequestContext,
    order: Order,
    {
      lane,
      batchId,
      createdAt,
      ids,
    }: { lane: Lane; batchId: string | null; createdAt: Date; ids: readonly string[] },
  ): Promise<Inserted> {
    const { queue, requeueMs } = this.options;
    const { principal } = context;
    const { tenantId } = principal;
    const plan = await this.plan(tx, tenantId, order, createdAt);
    const createdById = principal.kind === "USER" ? principal.id : null;
    const { dueAts } = plan;
    const groupSends = await insertGroupSends(tx, {
      ...order,
      tenantId,
      batchId,
      createdById,
      createdAt,
      dueAts,
    });
    const messages = order.drafts.flatMap(({ recipient, content }, i): NewMessage[] => {
      const [id, route] = [ids[i], order.routes[i]];
      if (id === undefined || !route) return [];
      return [
        {
          id,
          accountId: route.accountId,
          isRouted: route.isRouted,
          batchIndex: batchId === null ? null : i,
          type: content.type,
          recipientKind: recipient.kind,
          recipient: recipient.id,
          via: recipient.employeeId ?? null,
          groupSendId: groupSends.get(i) ?? null,
          content,
          retryOfId: order.retryOf[i] ?? null,
          dueAt: plan.dueAts[i] ?? null,
        },
      ];
    });
    const { templateId } = order;
    await insertMessages(tx, {
      tenantId,
      lane,
      createdAt,
      batchId,
      templateId,
      createdById,
      requeueMs,
      messages,
    });
    await countAccepted(tx, tenantId, messages, createdAt);
    const now = messages.flatMap(({ id, dueAt, groupSendId }) => (dueAt || groupSendId ? [] : [id]));
    await queue.enqueue(tx, tenantId, lane, now);
    return { plan, messages, createdAt };
  }

  private async plan(tx: Tx, tenantId: string, order: Order, now: Date): Promise<Plan> {
    const { drafts, routes, scheduledAt, maySpread } = order;
    const startAt = scheduledAt && scheduledAt > now ? scheduledAt : now;
    const promised = await lockPromises(
      tx,
      tenantId,
      routes.map(({ accountId }) => accountId),
      startAt,
    );
    const limits = await this.options.limits.inForce();
    const forAccounts = planOrder({ drafts, routes, startAt, isScheduled: startAt > now }, promised, limits);
    await demandTurns(tx, drafts, startAt, limits);
    const plan = await promiseCustomers(tx, tenantId, order, forAccounts, limits);
    const { late } = plan;
    if (plan.overflow.length > 0 || (late > 0 && !maySpread))
      throw new AppError(
        "QUOTA_EXCEEDED",
        "MESSAGE_LIMIT_REACHED",
        "WeCom does not allow so many messages so soon.",
        {
          messages: drafts.length,
          atOnce: drafts.length - late - plan.overflow.length,
          predictedEndAt: plan.overflow.length > 0 ? null : plan.predictedEndAt.toISOString(),
        },
      );
    await keepPromises(tx, startAt, plan.promises);
    return plan;
  }
}
