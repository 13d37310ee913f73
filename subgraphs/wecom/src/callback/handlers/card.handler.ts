import { AppError } from "@wegraph/kit/errors";
import type { MessageReceipts } from "../../message/message.receipts.ts";
import type { WecomDatabase } from "../../wecom.database.ts";
import type { CallbackHandler, CallbackResult, TakenCallback } from "../callback.handler.ts";

/** WeCom lets a card be answered within 72 hours; a vote in its menu a little longer. */
const lookBackDays = 35;

interface Sent {
  wecomMessageId: string | null;
  status: string;
}

/** A member's click on a template card says that its message was read (WeCom path/90240). */
export class CardHandler implements CallbackHandler {
  readonly name = "message-receipt";

  constructor(
    private readonly db: WecomDatabase,
    private readonly receipts: MessageReceipts,
  ) {}

  wants({ kind }: TakenCallback["event"]): boolean {
    return kind === "card";
  }

  /** @throws AppError UNAVAILABLE (MESSAGE_NOT_SETTLED) while WeCom's answer to the sending is not known yet. */
  async handle({ accountId, event, sentAt }: TakenCallback): Promise<CallbackResult> {
    if (event.kind !== "card" || event.from === undefined) return "ignored";
    // The message's own id stands for a task id that was not given; see content.wire.ts.
    const [sent] = await this.db.tenant.$queryRaw<Sent[]>`
      SELECT wecom_message_id AS "wecomMessageId", status FROM wework_message_records
      WHERE account_id = ${accountId}::uuid AND recipient = ${event.from} AND recipient_kind = 'MEMBER' AND type = 'TEMPLATE_CARD'
        AND created_at > now() - ${lookBackDays}::int * interval '1 day'
        AND (id::text = ${event.taskId} OR content -> 'card' ->> 'taskId' = ${event.taskId})
      ORDER BY created_at DESC LIMIT 1`;
    if (!sent) return "ignored";
    if (sent.wecomMessageId === null && sent.status === "SENDING")
      throw new AppError(
        "UNAVAILABLE",
        "MESSAGE_NOT_SETTLED",
        "What became of the message is not known yet.",
      );
    if (sent.wecomMessageId === null) return "ignored";
    const { wecomMessageId } = sent;
    const changed = await this.receipts.take([{ accountId, wecomMessageId, event: "READ", at: sentAt }]);
    return changed > 0 ? "applied" : "late";
  }
}
