import { audit } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, invalidInput, notFound } from "@wegraph/kit/errors";
import { announce, originOf, systemOrigin } from "@wegraph/kit/outbox";
import { refusal } from "@wegraph/kit/principal";
import type { Prisma } from "@wegraph/db-wecom/client";
import { v7 } from "uuid";
import type { TakenCallback } from "../../callback/callback.handler.ts";
import type { CardEvent } from "../../callback/wecomEvent.ts";
import type { ApiOutcome } from "../../serverApi/outcome.ts";
import { callLimits } from "../../serverApi/providerLimits.ts";
import type { ServerApis } from "../../serverApi/serverApis.ts";
import { domain } from "../../wecom.database.ts";
import type { WecomDatabase } from "../../wecom.database.ts";
import { cardBody } from "../content/card.wire.ts";
import { checkContent } from "../content/content.ts";
import type { WireBody } from "../content/wireBody.ts";
import type { MessageReach } from "../message.reach.ts";
import type { SendingAccounts } from "../routing/senders.ts";
import { messageCardTapped, selectedShape } from "./card.events.ts";
import type { CardTap } from "./card.model.ts";

export type CardTapRow = Prisma.CardTapGetPayload<object>;

interface Options {
  db: WecomDatabase;
  accounts: SendingAccounts;
  apis: ServerApis;
  reach: MessageReach;
  clock: () => Date;
}

export interface CardAnswer {
  tapId: string;
  buttonText?: string | null | undefined;
  card?: unknown;
}

/** response_code not there any more, or used. */
const usedCode = 60_140;
const tapsMax = 200;

/** What members tap on template cards, and how the cards change in answer. */
export class CardTaps {
  constructor(private readonly options: Options) {}

  /** Newest first, 200 at most. Of a message the caller was already shown. */
  async of(messageId: string): Promise<CardTap[]> {
    const rows = await this.options.db.tenant.cardTap.findMany({
      where: { messageId },
      orderBy: [{ at: "desc" }, { id: "desc" }],
      take: tapsMax,
    });
    return rows.map(tapViewOf);
  }

  /** Keeps a tap and tells of it, once however often WeCom does. */
  async take(
    { tenantId, accountId, logId, sentAt }: TakenCallback,
    { eventKey, responseCode, selected }: CardEvent,
    { messageId, userId }: { messageId: string; userId: string },
  ): Promise<{ row: CardTapRow; isNew: boolean }> {
    const id = v7();
    const choices = selected.map(({ questionKey, optionIds }) => ({
      questionKey,
      optionIds: [...optionIds],
    }));
    return this.options.db.tenant.$transaction(async (tx) => {
      const { count } = await tx.cardTap.createMany({
        data: [
          {
            id,
            tenantId,
            messageId,
            accountId,
            logId,
            userId,
            key: eventKey,
            selected: choices,
            responseCode: responseCode ?? null,
            at: sentAt,
          },
        ],
        skipDuplicates: true,
      });
      const row = await tx.cardTap.findUniqueOrThrow({ where: { logId } });
      if (count === 0) return { row, isNew: false };
      await announce(tx, systemOrigin("card-taps", tenantId), messageCardTapped, {
        tapId: id,
        messageId,
        accountId,
        userId,
        key: eventKey,
        selected: choices,
        at: sentAt.toISOString(),
      });
      return { row, isNew: true };
    });
  }

  /**
   * Changes the card for whoever tapped it. WeCom lets each tap do so once, within 72 hours (path/94888).
   *
   * @throws AppError INVALID_INPUT, NOT_FOUND, FORBIDDEN, CONFLICT (CARD_ALREADY_CHANGED, CARD_TOO_OLD), UPSTREAM_FAILED.
   */
  async answer(context: RequestContext, { tapId, buttonText, card }: CardAnswer): Promise<CardTap> {
    const { db, clock } = this.options;
    const row = await this.demand(context, tapId);
    if (row.answeredAt || !row.responseCode) throw alreadyChanged(tapId);
    if (clock().getTime() > row.at.getTime() + callLimits.cardUpdateWithinSeconds * 1_000)
      throw new AppError("CONFLICT", "CARD_TOO_OLD", "WeCom lets a card be changed within 72 hours only.", {
        id: tapId,
      });
    const outcome = await this.change(row, changeOf(row, buttonText, card));
    if (outcome.kind === "unknown")
      throw new AppError("UPSTREAM_FAILED", "CARD_CHANGE_UNCERTAIN", "WeCom did not answer; try it again.", {
        id: tapId,
      });
    if (outcome.kind === "refused" && outcome.refusal.errcode !== usedCode)
      throw new AppError("UPSTREAM_FAILED", "CARD_CHANGE_REFUSED", "WeCom refused to change the card.", {
        id: tapId,
        code: `WECOM_${outcome.refusal.errcode ?? "UNREACHABLE"}`,
      });
    await db.tenant.$transaction(async (tx) => {
      await tx.cardTap.updateMany({ where: { id: tapId, answeredAt: null }, data: { answeredAt: clock() } });
      await audit(tx, domain, originOf(context), {
        action: "message-card.changed",
        resourceType: "message",
        resourceId: row.messageId,
      });
    });
    if (outcome.kind === "refused") throw alreadyChanged(tapId);
    return tapViewOf({ ...row, answeredAt: clock() });
  }

  /** What the card itself says is to happen after a tap. Asked twice it happens once. */
  async answerByItself(row: CardTapRow, afterTap: string): Promise<void> {
    if (row.answeredAt || !row.responseCode) return;
    const outcome = await this.change(row, { button: { replace_name: afterTap } });
    if (outcome.kind === "unknown")
      throw new AppError("UPSTREAM_FAILED", "CARD_CHANGE_UNCERTAIN", "WeCom did not answer.");
    // A refusal for good is no reason to ask again: the tap is kept and told all the same.
    await this.options.db.tenant.cardTap.updateMany({
      where: { id: row.id, answeredAt: null },
      data: { answeredAt: this.options.clock() },
    });
  }

  private async change(row: CardTapRow, change: WireBody): Promise<ApiOutcome<string[]>> {
    const { accounts, apis } = this.options;
    const app = (await accounts.find([row.accountId])).get(row.accountId)?.app;
    if (!app)
      throw new AppError("CONFLICT", "ACCOUNT_CANNOT_SEND", "Its account has no application any more.");
    const body = {
      userids: [row.userId],
      agentid: app.agentId,
      response_code: row.responseCode,
      ...change,
    };
    return apis.at(app.apiUrl).messages.updateCard(app, body);
  }

  private async demand({ principal }: RequestContext, id: string): Promise<CardTapRow> {
    const { db, reach } = this.options;
    const row = await db.tenant.cardTap.findFirst({ where: { id } });
    if (!row || !(await reach.accountTest(principal, "message:read"))(row.accountId))
      throw notFound("card tap", id);
    if (!(await reach.accountTest(principal, "message:send"))(row.accountId))
      throw refusal(principal, ["message:send"]);
    return row;
  }
}

function changeOf(row: CardTapRow, buttonText: string | null | undefined, card: unknown): WireBody {
  if (buttonText != null) return { button: { replace_name: buttonText } };
  const checked = checkContent({ type: "TEMPLATE_CARD", card }, "app", ["input"]);
  if (!checked.ok) throw invalidInput(checked.issues, "MESSAGE_REFUSED");
  if (checked.content.type !== "TEMPLATE_CARD") throw new RangeError("a card is a card");
  const noFiles = () => {
    throw invalidInput([{ path: ["input", "card", "rows"], message: "a card in answer has no files" }]);
  };
  return { template_card: cardBody(checked.content.card, row.messageId, noFiles) };
}

function alreadyChanged(id: string): AppError {
  return new AppError(
    "CONFLICT",
    "CARD_ALREADY_CHANGED",
    "The card was changed in answer to this tap before.",
    {
      id,
    },
  );
}

function tapViewOf({ id, messageId, accountId, userId, key, selected, at, answeredAt }: CardTapRow): CardTap {
  return { id, messageId, accountId, userId, key, selected: selectedShape.parse(selected), at, answeredAt };
}
