import { announceAll, systemOrigin } from "@wegraph/kit/outbox";
import { messageIds } from "../message/message.id.ts";
import { groupedBy } from "../message/sending/settled.ts";
import type { Tx } from "../wecom.database.ts";
import { accountReaches, nobodys } from "./conversation.announce.ts";
import type { ConversationKind } from "./conversation.enums.ts";
import { conversationChanged, messageReceived } from "./conversation.events.ts";
import { nameConversations } from "./conversation.names.ts";
import { keyOf, lockConversations, unnamed } from "./conversation.store.ts";
import type { LockedConversation } from "./conversation.store.ts";
import { previewOf } from "./incoming.content.ts";
import type { KeptContent } from "./incoming.content.ts";
import { insertIncoming, standingAround } from "./incoming.records.ts";
import type { PlacedMessage } from "./incoming.records.ts";
import { believedTime, placeAmong, withMessage } from "./incoming.rules.ts";

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

interface Changed {
  before: LockedConversation;
  after: LockedConversation;
  messages: PlacedMessage[];
}

/**
 * Puts messages of one tenant into their conversations, each where it belongs by its time, and once however often it
 * comes. Messages of one conversation wait for each other; others do not.
 *
 * @returns the message's id for each, or null for one that is there already, or is older than anything that is kept.
 */
export async function storeIncoming(tx: Tx, incomings: readonly Incoming[]): Promise<(string | null)[]> {
  const believed = incomings.flatMap((each, nth) => {
    const sentAt = believedTime(each.sentAt, each.receivedAt);
    return sentAt === null ? [] : [{ ...each, sentAt, nth }];
  });
  const stored: (string | null)[] = incomings.map(() => null);
  if (believed.length === 0) return stored;
  const conversations = await lockConversations(
    tx,
    believed.map((each) => ({ ...each, at: each.sentAt })),
  );
  const around = await standingAround(tx, believed);
  const changed: Changed[] = [];
  for (const [key, messages] of groupedBy(believed, keyOf)) {
    const before = conversations.get(key);
    if (!before) throw new Error("a conversation that was just locked is not there");
    const standing = around.get(key) ?? [];
    const change: Changed = { before, after: before, messages: [] };
    for (const { nth, ...message } of messages) {
      const at = placeAmong(standing, message);
      if (at === null) continue;
      const [id = ""] = messageIds(1, at);
      standing.push({ at, wecomMessageId: message.wecomMessageId });
      stored[nth] = id;
      change.messages.push({ ...message, id, at });
      const { direction, content } = message;
      const taken = { messageId: id, at, direction, type: content.type, preview: previewOf(content) };
      change.after = withMessage(change.after, taken);
    }
    if (change.messages.length > 0) changed.push(change);
  }
  if (changed.length === 0) return stored;
  await insertIncoming(
    tx,
    changed.flatMap(({ messages }) => messages),
  );
  await writeStates(tx, changed);
  const nameless = changed.filter(({ before }) => before.name === unnamed(before.recipient));
  await nameConversations(
    tx,
    nameless.map(({ before }) => before.id),
  );
  await tellOf(tx, changed);
  return stored;
}

async function writeStates(tx: Tx, changed: readonly Changed[]): Promise<void> {
  const column = <T>(read: (state: LockedConversation) => T) => changed.map(({ after }) => read(after));
  const time = (at: Date | null) => at?.toISOString() ?? null;
  await tx.$executeRaw`
    UPDATE wework_conversations c SET unread = n.unread, state = n.state, kf_state = n.kf_state, last_incoming_at = n.last_incoming_at,
      last_message_id = n.last_message_id, last_message_at = n.last_message_at, last_direction = n.last_direction,
      last_type = n.last_type, last_preview = n.last_preview, version = c.version + 1, updated_at = now()
    FROM unnest(${column(({ id }) => id)}::uuid[], ${column(({ unread }) => unread)}::int[], ${column(({ state }) => state)}::text[],
      ${column(({ kfState }) => kfState)}::int[], ${column(({ lastIncomingAt }) => time(lastIncomingAt))}::timestamptz[],
      ${column(({ lastMessageId }) => lastMessageId)}::uuid[], ${column(({ lastMessageAt }) => time(lastMessageAt))}::timestamptz[],
      ${column(({ lastDirection }) => lastDirection)}::text[], ${column(({ lastType }) => lastType)}::text[],
      ${column(({ lastPreview }) => lastPreview)}::text[])
      AS n (id, unread, state, kf_state, last_incoming_at, last_message_id, last_message_at, last_direction, last_type, last_preview)
    WHERE c.id = n.id`;
}

/** One change for a conversation, however many messages came into it. */
async function tellOf(tx: Tx, changed: readonly Changed[]): Promise<void> {
  const accounts = await accountReaches(
    tx,
    changed.map(({ before }) => before.accountId),
  );
  const told = changed.map(({ before, messages }) => {
    const { id: conversationId, tenantId, accountId, assigneeId, version } = before;
    const kind = messages[0]?.kind ?? "MEMBER";
    const reach = accounts.get(accountId);
    return { messages, reach, version, tenantId, about: { conversationId, accountId, kind, assigneeId } };
  });
  const [{ tenantId } = { tenantId: "" }] = told;
  const origin = systemOrigin(part, tenantId);
  await announceAll(
    tx,
    told.flatMap(({ messages, reach, about }) =>
      messages
        .filter(({ direction }) => reach && direction === "IN")
        .map(({ id: messageId, content: { type }, at }) => ({
          origin,
          definition: messageReceived,
          payload: { ...about, ...(reach ?? nobodys), messageId, type, at: at.toISOString() },
        })),
    ),
  );
  await announceAll(
    tx,
    told.map(({ about, reach, version }) => ({
      origin,
      definition: conversationChanged,
      payload: { ...about, ...(reach ?? nobodys), previousAssigneeId: null, version: version + 1 },
    })),
  );
}
