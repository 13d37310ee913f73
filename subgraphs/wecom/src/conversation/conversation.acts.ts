import { audit } from "@wegraph/kit/audit";
import { oneOf } from "@wegraph/kit/codes";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, notFound } from "@wegraph/kit/errors";
import { originOf } from "@wegraph/kit/outbox";
import { refusal } from "@wegraph/kit/principal";
import type { Permission } from "@wegraph/kit/principal";
import { reaches } from "@wegraph/kit/reach";
import { createdAtOf } from "../message/message.id.ts";
import { domain } from "../wecom.database.ts";
import type { Tx, WecomDatabase } from "../wecom.database.ts";
import { accountReach, announceConversation } from "./conversation.announce.ts";
import { conversationKinds } from "./conversation.enums.ts";
import type { ConversationKind, ConversationState } from "./conversation.enums.ts";
import { nameConversations } from "./conversation.names.ts";
import type { ConversationReach } from "./conversation.reach.ts";
import { assignmentNeeds, isReadBy } from "./conversation.rules.ts";
import { lockById, lockConversation, writeConversation } from "./conversation.store.ts";
import type { ConversationChanges, LockedConversation } from "./conversation.store.ts";

interface Options {
  db: WecomDatabase;
  reach: ConversationReach;
}

export interface Beginning {
  accountId: string;
  kind: ConversationKind;
  recipient: string;
}

interface Act {
  action: string;
  field: keyof ConversationChanges;
}

/** What people do with conversations, other than writing in them. What changes nothing is no act. */
export class ConversationActs {
  constructor(private readonly options: Options) {}

  /** @param assigneeId null takes it from whoever has it. */
  async assign(context: RequestContext, id: string, assigneeId: string | null): Promise<void> {
    const { principal } = context;
    await this.change(context, id, "conversation:reply", async (tx, row) => {
      if (row.assigneeId === assigneeId) return null;
      const needs = assignmentNeeds({ from: row.assigneeId, to: assigneeId, by: principal.id });
      if (needs === "conversation:assign") {
        const mayAssign = await this.options.reach.mayAct(principal, id, needs);
        if (!mayAssign && assigneeId === principal.id)
          throw new AppError("CONFLICT", "CONVERSATION_TAKEN", "Somebody else has this conversation.", {
            id,
          });
        if (!mayAssign) throw refusal(principal, [needs]);
      }
      return { action: "conversation.assigned", field: "assigneeId", changes: { assigneeId } };
    });
  }

  close(context: RequestContext, id: string): Promise<void> {
    return this.setState(context, id, "CLOSED");
  }

  reopen(context: RequestContext, id: string): Promise<void> {
    return this.setState(context, id, "OPEN");
  }

  /**
   * Marks what came up to a message as read, or all of it. The reading of somebody who does not have to answer changes
   * nothing: the conversation stays unread for whom it is assigned to.
   */
  async markRead(context: RequestContext, id: string, upToMessageId: string | null): Promise<void> {
    await this.change(context, id, "conversation:reply", async (tx, row) => {
      if (row.unread === 0 || !isReadBy(row.assigneeId, context.principal.id)) return null;
      const unread = upToMessageId === null ? 0 : await this.unreadAfter(tx, row, upToMessageId);
      if (unread >= row.unread) return null;
      return { action: "conversation.read", field: "unread", changes: { unread } };
    });
  }

  /** The conversation of an account with somebody, for who wants to write first; it is theirs then. */
  async start(context: RequestContext, { accountId, kind, recipient }: Beginning): Promise<string> {
    const { principal } = context;
    return this.options.db.tenant.$transaction(async (tx) => {
      const account = await tx.account.findFirst({ where: { id: accountId, deletedAt: null } });
      if (!account || !reaches(principal, "conversation:read", account)) throw notFound("account", accountId);
      if (!reaches(principal, "conversation:reply", account))
        throw refusal(principal, ["conversation:reply"]);
      const { tenantId } = principal;
      const row = await lockConversation(tx, { tenantId, accountId, kind, recipient, at: new Date() });
      if (row.version > 0) return row.id;
      const assigneeId = principal.kind === "USER" ? principal.id : null;
      const version = await writeConversation(tx, row, { assigneeId });
      await nameConversations(tx, [row.id]);
      const origin = originOf(context);
      const about = { conversationId: row.id, accountId, kind, assigneeId, version };
      await announceConversation(tx, origin, about, account);
      await audit(tx, domain, origin, {
        action: "conversation.started",
        resourceType: "conversation",
        resourceId: row.id,
        changes: [
          { field: "accountId", after: accountId },
          { field: "kind", after: kind },
        ],
      });
      return row.id;
    });
  }

  private async setState(context: RequestContext, id: string, state: ConversationState): Promise<void> {
    await this.change(context, id, "conversation:reply", async (_, row) => {
      if (row.state === state) return null;
      const action = state === "CLOSED" ? "conversation.closed" : "conversation.reopened";
      // Whoever closes it has seen it.
      const changes = { state, ...(state === "CLOSED" && { unread: 0 }) };
      return { action, field: "state", changes };
    });
  }

  private async change(
    context: RequestContext,
    id: string,
    permission: Permission,
    decide: (tx: Tx, row: LockedConversation) => Promise<(Act & { changes: ConversationChanges }) | null>,
  ): Promise<void> {
    const { db, reach } = this.options;
    await reach.demand(context.principal, id, permission);
    await db.tenant.$transaction(async (tx) => {
      const row = await lockById(tx, id);
      if (!row) throw notFound("conversation", id);
      const act = await decide(tx, row);
      if (!act) return;
      const { changes, field, action } = act;
      const version = await writeConversation(tx, row, changes);
      const origin = originOf(context);
      const { accountId, assigneeId: before } = row;
      const assigneeId = changes.assigneeId === undefined ? before : changes.assigneeId;
      await announceConversation(
        tx,
        origin,
        {
          conversationId: id,
          accountId,
          kind: oneOf(conversationKinds, row.kind),
          assigneeId,
          previousAssigneeId: before === assigneeId ? null : before,
          version,
        },
        await accountReach(tx, accountId),
      );
      await audit(tx, domain, origin, {
        action,
        resourceType: "conversation",
        resourceId: id,
        changes: [{ field, before: row[field], after: changes[field] ?? null }],
      });
    });
  }

  private async unreadAfter(tx: Tx, row: LockedConversation, messageId: string): Promise<number> {
    const at = createdAtOf(messageId);
    if (!at) throw notFound("message", messageId);
    const { tenantId, accountId, kind, recipient } = row;
    const rows = await tx.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM (
        SELECT 1 FROM wework_message_records
        WHERE tenant_id = ${tenantId}::uuid AND recipient = ${recipient} AND account_id = ${accountId}::uuid
          AND recipient_kind = ${kind} AND direction = 'IN' AND created_at >= ${at}::timestamptz
          AND (created_at, id) > (${at}::timestamptz, ${messageId}::uuid)
        LIMIT ${row.unread}::int) AS newer`;
    return rows[0]?.count ?? 0;
  }
}
