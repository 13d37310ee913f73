import { patient } from "../wecom.database.ts";
import type { WecomDatabase } from "../wecom.database.ts";
import type { MessageBatchProgress } from "./batch/batch.progress.ts";
import { statusesThat } from "./message.machine.ts";
import { recordChanges } from "./sending/statusWriter.ts";
import type { Changed } from "./sending/settled.ts";

/** What a callback says of a message that was sent. */
export interface Receipt {
  accountId: string;
  /** WeCom's id of the message. */
  wecomMessageId: string;
  event: "DELIVER" | "READ";
  at: Date;
}

const purpose = "message-receipts";
/** A receipt that comes later than this finds nothing any more; so long nobody leaves a message unread in vain. */
const lookBackDays = 35;

/**
 * Takes in what callbacks tell of sent messages. One that comes twice, late or in the wrong order changes nothing: a
 * status only moves on, and whoever has read a message has also been delivered it.
 */
export class MessageReceipts {
  constructor(
    private readonly options: { db: WecomDatabase; progress: MessageBatchProgress; clock: () => Date },
  ) {}

  /** Returns how many messages have come to another status. */
  async take(receipts: readonly Receipt[]): Promise<number> {
    if (receipts.length === 0) return 0;
    const { db } = this.options;
    return db.system(purpose).$transaction(async (tx) => {
      let count = 0;
      // Deliveries first: of a delivery and a reading that come together, both are told.
      for (const event of ["DELIVER", "READ"] as const) {
        const given = receipts.filter((receipt) => receipt.event === event);
        if (given.length === 0) continue;
        const changed = await tx.$queryRaw<Changed[]>`
          UPDATE wework_message_records m
          SET status = ${event === "READ" ? "READ" : "DELIVERED"}, due_at = NULL, claim = NULL,
            sent_at = coalesce(m.sent_at, r.at), delivered_at = coalesce(m.delivered_at, r.at),
            read_at = CASE WHEN ${event} = 'READ' THEN r.at ELSE m.read_at END
          FROM unnest(${given.map(({ accountId }) => accountId)}::uuid[], ${given.map(({ wecomMessageId }) => wecomMessageId)}::text[],
            ${given.map(({ at }) => at.toISOString())}::timestamptz[]) AS r (account_id, wecom_message_id, at)
          WHERE m.account_id = r.account_id AND m.wecom_message_id = r.wecom_message_id
            AND m.created_at > now() - ${lookBackDays}::int * interval '1 day' AND m.status = ANY (${statusesThat(event)}::text[])
          RETURNING m.id, m.tenant_id AS "tenantId", m.account_id AS "accountId", m.batch_id AS "batchId", m.lane, m.type, m.status,
            m.error_code AS "errorCode", NULL::float8 AS "latencyMs"`;
        await recordChanges(tx, changed, this.options);
        count += changed.length;
      }
      return count;
    }, patient);
  }
}
