import { oneOf } from "@wegraph/kit/codes";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, notFound } from "@wegraph/kit/errors";
import { once } from "@wegraph/kit/idempotency";
import { originOf } from "@wegraph/kit/outbox";
import type { Tx, WecomDatabase } from "../wecom.database.ts";
import { patient } from "../wecom.database.ts";
import { demandFiles } from "../media/media.check.ts";
import type { MediaReader } from "../media/media.reader.ts";
import { draftsOf } from "../message/acceptance/drafts.ts";
import type { Draft } from "../message/acceptance/drafts.ts";
import type { MessageAcceptance } from "../message/acceptance/message.acceptance.ts";
import { limitIn } from "../message/limits/limits.ts";
import type { ProviderLimits } from "../message/limits/limits.service.ts";
import { recipientKinds } from "../message/message.enums.ts";
import type { RecipientKind } from "../message/message.enums.ts";
import { createdAtOf } from "../message/message.id.ts";
import type { Route } from "../message/routing/message.router.ts";
import type { Keywords } from "../message/template/keywords.ts";
import { accountReach, announceConversation } from "./conversation.announce.ts";
import { conversationKinds } from "./conversation.enums.ts";
import type { ConversationReader } from "./conversation.reader.ts";
import type { ConversationReach, ConversationRow } from "./conversation.reach.ts";
import { lockById } from "./conversation.store.ts";
import type { LockedConversation } from "./conversation.store.ts";
import { previewOf } from "./incoming.content.ts";

interface Options {
  db: WecomDatabase;
  reach: ConversationReach;
  reader: ConversationReader;
  acceptance: MessageAcceptance;
  limits: ProviderLimits;
  keywords: Keywords;
  media: MediaReader;
}

export interface Reply {
  conversationId: string;
  content: unknown;
  idempotencyKey: string;
}

/**
 * Sends from a conversation, by its account. Everything about a message holds for a reply: the checks of its content,
 * WeCom's limits, its statuses and its audit record. Whoever answers what nobody has takes it.
 */
export class ConversationReplies {
  constructor(private readonly options: Options) {}

  /**
   * Returns the id of the message, which is durable then.
   *
   * @throws AppError NOT_FOUND, FORBIDDEN, INVALID_INPUT (MESSAGE_REFUSED), QUOTA_EXCEEDED, or CONFLICT
   * (REPLY_WINDOW_CLOSED, ACCOUNT_CANNOT_SEND).
   */
  async send(context: RequestContext, reply: Reply): Promise<string> {
    const { db, reach, acceptance } = this.options;
    const { principal } = context;
    const { conversationId: id, idempotencyKey: key, content } = reply;
    const row = await reach.demand(principal, id, "conversation:reply");
    const drafts = await this.drafts(row, content);
    const route = await this.route(row);
    const request = {
      tenantId: principal.tenantId,
      scope: "sendConversationMessage",
      key,
      input: { id, content },
    };
    return db.tenant.$transaction(
      (tx) =>
        once(tx, request, async () => {
          // Kept from others until this one is stored: two answers at once are not both the last that WeCom allows.
          const locked = await lockById(tx, id);
          if (!locked) throw notFound("conversation", id);
          await this.demandWindow(tx, locked);
          const order = {
            drafts,
            routes: [route],
            scheduledAt: null,
            // An answer that goes tomorrow is none.
            maySpread: false,
            templateId: null,
            retryOf: [],
          };
          const messageId = await acceptance.acceptOne(tx, context, order);
          await this.record(tx, context, locked, { messageId, draft: drafts[0] });
          return messageId;
        }),
      patient,
    );
  }

  private async drafts({ kind, recipient }: ConversationRow, content: unknown): Promise<Draft[]> {
    const recipientKind = recipientKinds.find((each: RecipientKind) => each === kind);
    if (recipientKind === undefined)
      throw new AppError("CONFLICT", "CONVERSATION_CANNOT_REPLY", "There is no way to answer here.");
    const wanted = {
      recipient: { kind: recipientKind, id: recipient },
      content,
      variables: [],
      path: ["input"],
    };
    const drafts = draftsOf([wanted], await this.options.keywords.finder());
    await demandFiles(this.options.media, [wanted], drafts);
    return drafts;
  }

  private async route({ accountId }: ConversationRow): Promise<Route> {
    const { db, limits } = this.options;
    const account = await db.tenant.account.findFirst({
      where: { id: accountId, deletedAt: null },
      select: { app: { select: { memberLimit: true } } },
    });
    if (!account?.app)
      throw new AppError("CONFLICT", "ACCOUNT_CANNOT_SEND", "This account has no application to send with.", {
        id: accountId,
      });
    const { amount } = limitIn(await limits.inForce(), "app_day");
    return { accountId, isRouted: false, quotaPerDay: amount * account.app.memberLimit };
  }

  private async demandWindow(tx: Tx, { id, kind, lastIncomingAt }: LockedConversation): Promise<void> {
    const conversation = { id, kind: oneOf(conversationKinds, kind), lastIncomingAt };
    const window = await this.options.reader.window(conversation, tx);
    if (!window || window.isOpen) return;
    throw new AppError(
      "CONFLICT",
      "REPLY_WINDOW_CLOSED",
      window.messagesLeft === 0
        ? "WeCom allows no more answers before the customer writes again."
        : "The customer wrote too long ago for WeCom to let anybody answer.",
      { endsAt: window.endsAt?.toISOString() ?? null, messagesLeft: window.messagesLeft },
    );
  }

  private async record(
    tx: Tx,
    context: RequestContext,
    row: LockedConversation,
    { messageId, draft }: { messageId: string; draft: Draft | undefined },
  ): Promise<void> {
    const at = createdAtOf(messageId);
    if (!at || !draft) throw new RangeError("a message that was accepted has no moment, or no content");
    const { principal } = context;
    const assigneeId = row.assigneeId ?? (principal.kind === "USER" ? principal.id : null);
    const version = await this.write(tx, row, { messageId, at, draft, assigneeId });
    await announceConversation(
      tx,
      originOf(context),
      {
        conversationId: row.id,
        accountId: row.accountId,
        kind: oneOf(conversationKinds, row.kind),
        assigneeId,
        version,
      },
      await accountReach(tx, row.accountId),
    );
  }

  /** An answer opens a conversation that was closed, and who answers has read what was there. */
  private async write(
    tx: Tx,
    row: LockedConversation,
    {
      messageId,
      at,
      draft,
      assigneeId,
    }: { messageId: string; at: Date; draft: Draft; assigneeId: string | null },
  ): Promise<number> {
    const isNewest = at >= row.lastMessageAt;
    const version = row.version + 1;
    await tx.conversation.update({
      where: { id: row.id },
      data: {
        assigneeId,
        version,
        state: "OPEN",
        unread: 0,
        updatedAt: at,
        ...(isNewest && {
          lastMessageId: messageId,
          lastMessageAt: at,
          lastDirection: "OUT",
          lastType: draft.content.type,
          lastPreview: previewOf(draft.content),
        }),
      },
    });
    return version;
  }
}
