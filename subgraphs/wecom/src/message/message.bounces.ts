import type { Tx } from "../wecom.database.ts";
import type { MessageBatchProgress } from "./batch/batch.progress.ts";
import { placesOf } from "./message.id.ts";
import { withinMoments } from "./message.insert.ts";
import { statusesThat } from "./message.machine.ts";
import { messageIdOfKf } from "./sending/corpApp.sender.ts";
import { recordChanges } from "./sending/statusWriter.ts";
import type { Changed } from "./sending/settled.ts";

/** WeCom took a message and could not bring it to its customer after all (msg_send_fail, WeCom path/94670). */
export interface Bounce {
  tenantId: string;
  /** As it was given to 微信客服. */
  wecomMessageId: string;
  at: Date;
}

/** Takes in what 微信客服 tells of messages that did not arrive. Told twice, or of somebody else's, it changes nothing. */
export class MessageBounces {
  constructor(private readonly options: { progress: MessageBatchProgress; clock: () => Date }) {}

  /** In the transaction of whoever read it. Returns whether a message failed by it. */
  async take(tx: Tx, { tenantId, wecomMessageId, at }: Bounce): Promise<boolean> {
    const id = messageIdOfKf(wecomMessageId);
    const { ids, createdAts } = placesOf(id === null ? [] : [id]);
    if (ids.length === 0) return false;
    const changed = await tx.$queryRaw<Changed[]>`
      UPDATE wework_message_records m SET status = 'FAILED', error_code = 'KF_SEND_FAILED', failed_at = ${at}::timestamptz
      WHERE m.id = ANY (${ids}::uuid[]) AND ${withinMoments(createdAts)} AND m.tenant_id = ${tenantId}::uuid
        AND m.recipient_kind = 'KF_CUSTOMER' AND m.status = ANY (${statusesThat("BOUNCE")}::text[])
      RETURNING m.id, m.tenant_id AS "tenantId", m.account_id AS "accountId", m.batch_id AS "batchId", m.lane, m.type, m.status,
        m.error_code AS "errorCode", NULL::float8 AS "latencyMs", true AS "hasBounced"`;
    await recordChanges(tx, changed, this.options);
    return changed.length > 0;
  }
}
