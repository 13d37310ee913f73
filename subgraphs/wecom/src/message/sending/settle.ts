import { withinMoments } from "../message.insert.ts";
import { statusesThat } from "../message.machine.ts";
import type { Tx } from "../../wecom.database.ts";
import type { Changed, Settled } from "./settled.ts";

/**
 * Writes results with one statement. Only a message that still stands as its worker left it (the same claim, a status
 * from which the result can follow) is changed; returns those, with what they are now.
 */
export function writeSettled(tx: Tx, results: readonly Settled[]): Promise<Changed[]> {
  const column = <T>(read: (result: Settled) => T) => results.map(read);
  const createdAts = column(({ createdAt }) => createdAt);
  const again = ({ settlement }: Settled) => (settlement.status === "SENDING" ? settlement.afterMs : null);
  const code = ({ settlement }: Settled) => ("code" in settlement ? settlement.code : null);
  const wecomId = ({ settlement }: Settled) =>
    settlement.status === "SENT" ? settlement.wecomMessageId : null;
  const maybeSent = ({ settlement, maybeSent: before }: Settled) =>
    settlement.status === "SENT" || (settlement.status === "SENDING" ? settlement.maybeSent : before);
  return tx.$queryRaw<Changed[]>`
    UPDATE wework_message_records m
    SET status = r.status, error_code = r.code, wecom_message_id = coalesce(r.wecom_id, m.wecom_message_id), maybe_sent = r.maybe_sent,
      sent_at = CASE WHEN r.status = 'SENT' THEN r.at ELSE m.sent_at END,
      failed_at = CASE WHEN r.status = 'FAILED' THEN r.at ELSE m.failed_at END,
      due_at = CASE WHEN r.status = 'SENDING' THEN now() + r.after_ms * interval '1 millisecond' END,
      claim = CASE WHEN r.status = 'SENDING' THEN m.claim END
    FROM unnest(${column(({ id }) => id)}::uuid[], ${createdAts.map((at) => at.toISOString())}::timestamptz[],
      ${column(({ claim }) => claim)}::uuid[], ${column(({ settlement }) => settlement.status)}::text[], ${column(code)}::text[],
      ${column(wecomId)}::text[], ${column(maybeSent)}::boolean[], ${column(({ at }) => at.toISOString())}::timestamptz[],
      ${column(again)}::float8[]) AS r (id, created_at, claim, status, code, wecom_id, maybe_sent, at, after_ms)
    WHERE m.id = r.id AND m.created_at = r.created_at AND ${withinMoments(createdAts)} AND m.claim IS NOT DISTINCT FROM r.claim
      AND CASE WHEN r.claim IS NULL THEN m.status = ANY (${statusesThat("FAIL")}::text[]) ELSE m.status = 'SENDING' END
    RETURNING m.id, m.tenant_id AS "tenantId", m.account_id AS "accountId", m.batch_id AS "batchId", m.lane, m.type, m.status,
      m.error_code AS "errorCode",
      CASE WHEN m.status = 'SENT' THEN greatest(0, extract(epoch FROM m.sent_at - coalesce(m.scheduled_at, m.created_at)) * 1000)::float8 END
        AS "latencyMs"`;
}
