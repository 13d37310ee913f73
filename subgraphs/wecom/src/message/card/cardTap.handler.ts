import { isUuid } from "@wegraph/kit/validate";
import type { CallbackHandler, CallbackResult, TakenCallback } from "../../callback/callback.handler.ts";
import type { WecomDatabase } from "../../wecom.database.ts";
import { messageContent } from "../content/content.ts";
import { placesOf } from "../message.id.ts";
import type { CardTaps } from "./card.taps.ts";

/** A tap on one of our cards: kept, told, and answered where the card says how (WeCom path/90240, 94888). */
export class CardTapHandler implements CallbackHandler {
  readonly name = "card-tap";

  constructor(
    private readonly db: WecomDatabase,
    private readonly taps: CardTaps,
  ) {}

  wants({ kind }: TakenCallback["event"]): boolean {
    return kind === "card";
  }

  async handle(callback: TakenCallback): Promise<CallbackResult> {
    const { event, accountId } = callback;
    // A card of ours has its message's id as task id; others are somebody else's.
    if (event.kind !== "card" || event.from === undefined || !isUuid(event.taskId)) return "ignored";
    const { ids, createdAts } = placesOf([event.taskId.toLowerCase()]);
    const message = await this.db.tenant.message.findFirst({
      where: { id: { in: ids }, createdAt: { in: createdAts }, accountId, type: "TEMPLATE_CARD" },
      select: { id: true, content: true },
    });
    if (!message) return "ignored";
    const { row, isNew } = await this.taps.take(callback, event, {
      messageId: message.id,
      userId: event.from,
    });
    const content = messageContent.parse(message.content);
    if (content.type === "TEMPLATE_CARD" && "afterTap" in content.card && content.card.afterTap !== undefined)
      await this.taps.answerByItself(row, content.card.afterTap);
    return isNew ? "applied" : "late";
  }
}
