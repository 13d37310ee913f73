import type { LockedConversation } from "./conversation.store.ts";
import { placeOf, secondOf } from "./conversation.rules.ts";

const dayMs = 24 * 60 * 60_000;
const keptDays = 365;

/**
 * When a message counts as written; null for one that is older than anything that is kept. WeCom's clock is believed
 * unless it is days ahead: what such a clock says orders nothing.
 */
export function believedTime(sentAt: Date, receivedAt: Date): Date | null {
  const age = receivedAt.getTime() - sentAt.getTime();
  if (age > keptDays * dayMs) return null;
  return age < -dayMs ? receivedAt : sentAt;
}

/** A message that stands in its conversation. */
export interface Standing {
  at: Date;
  wecomMessageId: string | null;
}

/**
 * Where a message stands beside those of the same conversation that are there already; null for one of them.
 *
 * @param others at least those of the same second.
 */
export function placeAmong(
  others: readonly Standing[],
  message: { wecomMessageId: string; sentAt: Date; receivedAt: Date },
): Date | null {
  const second = secondOf(message.sentAt).getTime();
  const around = others.filter(({ at }) => secondOf(at).getTime() === second);
  if (around.some(({ wecomMessageId }) => wecomMessageId === message.wecomMessageId)) return null;
  const last = around.reduce<Date | null>((newest, { at }) => (newest && newest > at ? newest : at), null);
  return placeOf(message.sentAt, message.receivedAt, last);
}

/** What a conversation is after its messages. */
export type ConversationHead = Pick<
  LockedConversation,
  | "state"
  | "unread"
  | "kfState"
  | "kfStateAt"
  | "lastIncomingAt"
  | "lastMessageId"
  | "lastMessageAt"
  | "lastDirection"
  | "lastType"
  | "lastPreview"
>;

export interface Taken {
  messageId: string;
  at: Date;
  direction: "IN" | "SERVICER";
  type: string;
  preview: string;
}

/**
 * A conversation with one more message, which need not be its newest. What the other side writes waits to be read and
 * opens what was closed (a session that 微信客服 has ended, `service_state` 4, begins anew: WeCom path/94669); a member
 * who answers in WeCom's own client has read what was there.
 */
export function withMessage<State extends ConversationHead>(state: State, message: Taken): State {
  const { messageId, at, direction, type, preview } = message;
  const { lastIncomingAt, kfStateAt } = state;
  const isNewest = state.lastMessageId === null || at >= state.lastMessageAt;
  const newest = isNewest && {
    lastMessageId: messageId,
    lastMessageAt: at,
    lastDirection: direction,
    lastType: type,
    lastPreview: preview,
  };
  if (direction === "SERVICER") {
    const hasReadAll = lastIncomingAt === null || at >= lastIncomingAt;
    return { ...state, ...newest, unread: hasReadAll ? 0 : state.unread };
  }
  const beginsAnew = state.kfState === 4 && kfStateAt !== null && at >= kfStateAt;
  return {
    ...state,
    ...newest,
    state: "OPEN",
    unread: state.unread + 1,
    lastIncomingAt: lastIncomingAt && lastIncomingAt > at ? lastIncomingAt : at,
    kfState: beginsAnew ? 0 : state.kfState,
  };
}
