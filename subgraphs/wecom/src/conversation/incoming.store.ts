import { announce, systemOrigin } from "@wegraph/kit/outbox";
import { messageIds } from "../message/message.id.ts";
import type { Tx } from "../wecom.database.ts";
import { accountReach, announceConversation } from "./conversation.announce.ts";
import type { ConversationKind } from "./conversation.enums.ts";
import { messageReceived } from "./conversation.events.ts";
import { nameConversation } from "./conversation.names.ts";
import { placeOf, secondOf } from "./conversation.rules.ts";
import { lockConversation, unnamed } from "./conversation.store.ts";
import { previewOf } from "./incoming.content.ts";
import type { KeptContent } from "./incoming.content.ts";

/** A message that WeCom told of. */
export interface Incoming {
  tenantId: string;
  accountId: string;
  kind: ConversationKind;
  recipient: string;
  /** By the other side, or by a member in WeCom's own client. */
  direction: "IN" | "SERVICER";
  wecomMessageId: string;
  content: KeptContent;
  /** Of a SERVICER: the member's user id. */
  servicerId?: string | undefined;
  /** As WeCom says, to the second. */
  sentAt: Date;
  receivedAt: Date;
}

export const part = "conversations";
const dayMs = 24 * 60 * 60_000;
const keptDays = 365;

/**
 * Puts a message into its conversation, where it belongs by its time, and once however often it comes. Messages of one
 * conversation wait for each other; others do not.
 *
 * @returns the message's id, or null for one that is there already, or is older than anything that is kept.
 */
export async function storeIncoming(tx: Tx, incoming: Incoming): Promise<string | null> {
  const { tenantId, accountId, kind, recipient, direction, receivedAt, servicerId } = incoming;
  // A clock that is wrong by days: what it says orders nothing.
  const age = receivedAt.getTime() - incoming.sentAt.getTime();
  if (age > keptDays * dayMs) return null;
  const sentAt = age < -dayMs ? receivedAt : incoming.sentAt;
  const conversation = await lockConversation(tx, { tenantId, accountId, kind, recipient, at: sentAt });
  const around = await neighbours(tx, incoming, secondOf(sentAt));
  if (around.some(({ wecomMessageId }) => wecomMessageId === incoming.wecomMessageId)) return null;
  const lastOfSecond = around.reduce<Date | null>((last, { at }) => (last && last > at ? last : at), null);
  const at = placeOf(sentAt, receivedAt, lastOfSecond);
  const [messageId = ""] = messageIds(1, at);
  const content = { ...incoming.content, ...(servicerId !== undefined && { servicerId }) };
  if (at.getUTCMonth() !== receivedAt.getUTCMonth())
    await tx.$queryRaw`SELECT wegraph_ensure_partition('wework_message_records', ${at}::timestamptz)::text`;
  await tx.$executeRaw`
    INSERT INTO wework_message_records (id, created_at, tenant_id, account_id, is_routed, lane, type, recipient_kind, recipient,
      content, content_hash, status, sent_at, delivered_at, wecom_message_id, direction)
    VALUES (${messageId}::uuid, ${at}::timestamptz, ${tenantId}::uuid, ${accountId}::uuid, false, 'SINGLE', ${content.type}, ${kind},
      ${recipient}, ${JSON.stringify(content)}::jsonb, '', 'READ', ${sentAt}::timestamptz, ${receivedAt}::timestamptz,
      ${incoming.wecomMessageId}, ${direction})`;
  const preview = previewOf(content);
  const rows = await tx.$queryRaw<{ version: number }[]>`
    UPDATE wework_conversations SET
      unread = CASE WHEN ${direction} = 'IN' THEN unread + 1
        WHEN ${at}::timestamptz >= coalesce(last_incoming_at, '-infinity') THEN 0 ELSE unread END,
      last_incoming_at = CASE WHEN ${direction} = 'IN' THEN greatest(last_incoming_at, ${at}::timestamptz) ELSE last_incoming_at END,
      state = CASE WHEN ${direction} = 'IN' THEN 'OPEN' ELSE state END,
      kf_state = CASE WHEN ${direction} = 'IN' AND kf_state = 4 AND ${at}::timestamptz >= kf_state_at THEN 0 ELSE kf_state END,
      last_message_id = CASE WHEN newest.it THEN ${messageId}::uuid ELSE last_message_id END,
      last_message_at = CASE WHEN newest.it THEN ${at}::timestamptz ELSE last_message_at END,
      last_direction = CASE WHEN newest.it THEN ${direction} ELSE last_direction END,
      last_type = CASE WHEN newest.it THEN ${content.type} ELSE last_type END,
      last_preview = CASE WHEN newest.it THEN ${preview} ELSE last_preview END,
      version = version + 1, updated_at = ${receivedAt}::timestamptz
    FROM (SELECT c.last_message_id IS NULL OR ${at}::timestamptz >= c.last_message_at AS it
          FROM wework_conversations c WHERE c.id = ${conversation.id}::uuid) AS newest
    WHERE id = ${conversation.id}::uuid RETURNING version`;
  if (conversation.name === unnamed(recipient)) await nameConversation(tx, conversation.id);
  const reach = await accountReach(tx, accountId);
  const about = { conversationId: conversation.id, accountId, kind, assigneeId: conversation.assigneeId };
  const origin = systemOrigin(part, tenantId);
  if (reach && direction === "IN")
    await announce(tx, origin, messageReceived, {
      ...about,
      ...reach,
      messageId,
      type: content.type,
      at: at.toISOString(),
    });
  await announceConversation(tx, origin, { ...about, version: rows[0]?.version ?? 0 }, reach);
  return messageId;
}

/** What came in within the same second. */
function neighbours(
  tx: Tx,
  { tenantId, accountId, kind, recipient }: Incoming,
  from: Date,
): Promise<{ at: Date; wecomMessageId: string | null }[]> {
  return tx.$queryRaw`
    SELECT created_at AS at, wecom_message_id AS "wecomMessageId" FROM wework_message_records
    WHERE tenant_id = ${tenantId}::uuid AND recipient = ${recipient} AND account_id = ${accountId}::uuid
      AND recipient_kind = ${kind} AND direction <> 'OUT'
      AND created_at >= ${from}::timestamptz AND created_at < ${from}::timestamptz + interval '1 second'`;
}
