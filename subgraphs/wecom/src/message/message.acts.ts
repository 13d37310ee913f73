import { audit } from "@wegraph/kit/audit";
import { oneOf } from "@wegraph/kit/codes";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError } from "@wegraph/kit/errors";
import { once } from "@wegraph/kit/idempotency";
import { originOf } from "@wegraph/kit/outbox";
import { demand } from "@wegraph/kit/principal";
import { domain, patient } from "../wecom.database.ts";
import type { Tx, WecomDatabase } from "../wecom.database.ts";
import type { MessageAcceptance } from "./acceptance/message.acceptance.ts";
import type { Draft } from "./acceptance/drafts.ts";
import type { MessageBatchProgress } from "./batch/batch.progress.ts";
import { messageContent } from "./content/content.ts";
import { recipientKinds } from "./message.enums.ts";
import { placesOf } from "./message.id.ts";
import { withinMoments } from "./message.insert.ts";
import { statusesThat } from "./message.machine.ts";
import type { MessageReach } from "./message.reach.ts";
import { isStillOurs, stopGroupSends } from "./groupSend/groupSend.stop.ts";
import type { MessageRouter } from "./routing/message.router.ts";
import { recordChanges } from "./sending/statusWriter.ts";
import type { Changed } from "./sending/settled.ts";
import type { QuotaMeter } from "@wegraph/kit/quotaMeter";

/** What cancelled messages had taken, under the keys it was taken by. */
function unusedOf(cancelled: readonly Changed[]) {
  const keys = new Map<string, number>();
  for (const { id, batchId } of cancelled) keys.set(batchId ?? id, (keys.get(batchId ?? id) ?? 0) + 1);
  return [...keys].map(([key, amount]) => ({ dimension: "MESSAGES" as const, key, amount }));
}

interface ActsOptions {
  db: WecomDatabase;
  reach: MessageReach;
  acceptance: MessageAcceptance;
  router: MessageRouter;
  progress: MessageBatchProgress;
  meter: QuotaMeter;
  clock: () => Date;
}

interface Failed {
  id: string;
  accountId: string;
  templateId: string | null;
  recipientKind: string;
  recipient: string;
  via: string | null;
  content: unknown;
}

/** What may have reached its recipient although it failed; retrying it may send it twice. */
const unverified = "SEND_UNVERIFIED";

/** What people do to messages that are accepted: cancel them, and try again what failed. */
export class MessageActs {
  constructor(private readonly options: ActsOptions) {}

  /** Cancels what has not been handed to WeCom yet. @throws AppError INVALID_TRANSITION if it is too late. */
  async cancel(context: RequestContext, id: string): Promise<void> {
    const { db, reach } = this.options;
    const message = await reach.demand(context, id, "message:send");
    await db.tenant.$transaction(async (tx) => {
      const { ids, createdAts } = placesOf([message.id]);
      if (message.groupSendId && !(await isStillOurs(tx, message.groupSendId))) throw withTheOthers(id);
      const changed = await tx.$queryRaw<Changed[]>`
        UPDATE wework_message_records m SET status = 'CANCELLED', cancelled_at = ${this.options.clock()}::timestamptz, due_at = NULL, claim = NULL
        WHERE m.id = ANY (${ids}::uuid[]) AND ${withinMoments(createdAts)} AND m.status = ANY (${statusesThat("CANCEL")}::text[])
        RETURNING m.id, m.tenant_id AS "tenantId", m.account_id AS "accountId", m.batch_id AS "batchId", m.lane, m.type, m.status,
          m.error_code AS "errorCode", NULL::float8 AS "latencyMs"`;
      if (changed.length === 0)
        throw new AppError(
          "INVALID_TRANSITION",
          "MESSAGE_UNDER_WAY",
          "It is too late to cancel this message.",
          { id },
        );
      await recordChanges(tx, changed, this.options);
      await this.options.meter.release(tx, originOf(context), unusedOf(changed));
      await audit(tx, domain, originOf(context), {
        action: "message.cancelled",
        resourceType: "message",
        resourceId: id,
      });
    }, patient);
  }

  /** Cancels what is left of a batch; what is over stays as it is. */
  async cancelBatch(context: RequestContext, id: string): Promise<void> {
    const { db, reach, clock } = this.options;
    const batch = await reach.demandBatch(context, id, "message:send");
    await db.tenant.$transaction(
      async (tx) => {
        const stoppable = await stopGroupSends(tx, id, clock());
        const changed = await tx.$queryRaw<Changed[]>`
          UPDATE wework_message_records m SET status = 'CANCELLED', cancelled_at = ${clock()}::timestamptz, due_at = NULL, claim = NULL
          WHERE m.batch_id = ${id}::uuid AND (m.group_send_id IS NULL OR m.group_send_id = ANY (${stoppable}::uuid[])) AND ${withinMoments([batch.createdAt])} AND m.status = ANY (${statusesThat("CANCEL")}::text[])
          RETURNING m.id, m.tenant_id AS "tenantId", m.account_id AS "accountId", m.batch_id AS "batchId", m.lane, m.type, m.status,
            m.error_code AS "errorCode", NULL::float8 AS "latencyMs"`;
        // After the messages, as everywhere: whoever locks both locks them in this order. What is under way still counts
        // when it ends.
        await tx.messageBatch.updateMany({ where: { id, status: "RUNNING" }, data: { status: "CANCELLED" } });
        if (changed.length > 0) await recordChanges(tx, changed, this.options);
        await this.options.meter.release(tx, originOf(context), unusedOf(changed));
        await audit(tx, domain, originOf(context), {
          action: "message-batch.cancelled",
          resourceType: "message-batch",
          resourceId: id,
          changes: [{ field: "messages", after: changed.length }],
        });
      },
      { ...patient, timeout: 60_000 },
    );
  }

  /** A new message like one that failed. Returns its id. */
  async retry(context: RequestContext, input: RetryInput & { messageId: string }): Promise<string> {
    const { db, reach, acceptance } = this.options;
    const { messageId, idempotencyKey: key } = input;
    await reach.demand(context, messageId, "message:send");
    const { ids, createdAts } = placesOf([messageId]);
    const { tenantId } = context.principal;
    return db.tenant.$transaction(
      (tx) =>
        once(tx, { tenantId, scope: "retryMessage", key, input: messageId }, async () => {
          const [failed] = await tx.$queryRaw<Failed[]>`
            SELECT id, account_id AS "accountId", template_id AS "templateId", recipient_kind AS "recipientKind", recipient, via, content
            FROM wework_message_records m WHERE id = ANY (${ids}::uuid[]) AND ${withinMoments(createdAts)} AND status = 'FAILED'
              AND (${input.includeUnverified ?? false} OR NOT maybe_sent)`;
          if (!failed) throw nothingToRetry();
          return acceptance.acceptOne(tx, context, await this.orderOf(context, [failed]));
        }),
      patient,
    );
  }

  /** A new batch of all messages of a batch that failed. Returns its id. */
  async retryBatch(context: RequestContext, input: RetryInput & { batchId: string }): Promise<string> {
    const { db, reach, acceptance } = this.options;
    const { batchId, idempotencyKey: key } = input;
    const batch = await reach.demandBatch(context, batchId, "message:send");
    const { tenantId } = context.principal;
    return db.tenant.$transaction(
      (tx) =>
        once(tx, { tenantId, scope: "retryMessageBatch", key, input: batchId }, async () => {
          const failed = await this.failedOf(tx, batch, input.includeUnverified ?? false);
          if (failed.length === 0) throw nothingToRetry();
          return acceptance.acceptBatch(tx, context, {
            ...(await this.orderOf(context, failed)),
            name: batch.name,
            templateId: batch.templateId,
            templateVersion: batch.templateVersion,
            retryOfBatchId: batchId,
          });
        }),
      { ...patient, timeout: 60_000 },
    );
  }

  private failedOf(
    tx: Tx,
    { id, createdAt }: { id: string; createdAt: Date },
    withUnverified: boolean,
  ): Promise<Failed[]> {
    return tx.$queryRaw<Failed[]>`
      SELECT id, account_id AS "accountId", template_id AS "templateId", recipient_kind AS "recipientKind", recipient, via, content
      FROM wework_message_records m
      WHERE batch_id = ${id}::uuid AND ${withinMoments([createdAt])} AND status = 'FAILED' AND (${withUnverified} OR NOT maybe_sent)
      ORDER BY batch_index`;
  }

  private async orderOf(context: RequestContext, failed: readonly Failed[]) {
    const { principal } = context;
    demand(principal, "message:send");
    const routes = await Promise.all(
      [...new Set(failed.map(({ accountId }) => accountId))].map(async (accountId) => {
        const [route] = await this.options.router.routes(principal, { accountId }, [""]);
        return [accountId, route] as const;
      }),
    );
    const routeOf = new Map(routes);
    return {
      drafts: failed.map(({ recipientKind, recipient, via, content }): Draft => ({
        recipient: { kind: oneOf(recipientKinds, recipientKind), id: recipient, employeeId: via },
        content: messageContent.parse(content),
      })),
      routes: failed.flatMap(({ accountId }) => routeOf.get(accountId) ?? []),
      scheduledAt: null,
      maySpread: true,
      templateId: failed[0]?.templateId ?? null,
      retryOf: failed.map(({ id }) => id),
    };
  }
}

interface RetryInput {
  /** Also what may have been sent after all. */
  includeUnverified?: boolean | null | undefined;
  idempotencyKey: string;
}

function withTheOthers(id: string): AppError {
  return new AppError(
    "INVALID_TRANSITION",
    "MESSAGE_IN_GROUP_SEND",
    "Employees are asked to confirm it together with others; cancel the group send.",
    { id },
  );
}

function nothingToRetry(): AppError {
  return new AppError(
    "CONFLICT",
    "NOTHING_TO_RETRY",
    `Nothing here failed for certain; what may have been sent (${unverified}) is only retried if you say so.`,
  );
}
