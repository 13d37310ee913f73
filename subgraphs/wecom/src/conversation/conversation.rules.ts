import type { ConversationKind } from "./conversation.enums.ts";

const second = 1_000;

/**
 * Where a message stands in its conversation. WeCom tells when it was written to the second only: one that arrives in
 * that very second stands where it arrived, so that it keeps its place among our own; others stand at the beginning of
 * theirs. What is of one second stands in the order in which it came.
 *
 * @param lastOfSecond the place of the newest message of the same second that is there already.
 */
export function placeOf(sentAt: Date, receivedAt: Date, lastOfSecond: Date | null): Date {
  const from = secondOf(sentAt).getTime();
  const arrived = receivedAt.getTime();
  const wanted = arrived >= from && arrived < from + second ? arrived : from;
  const after = lastOfSecond === null ? wanted : Math.max(wanted, lastOfSecond.getTime() + 1);
  return new Date(Math.min(after, from + second - 1));
}

export function secondOf(at: Date): Date {
  return new Date(Math.floor(at.getTime() / second) * second);
}

export interface WindowFacts {
  kind: ConversationKind;
  lastIncomingAt: Date | null;
  /** Messages of ours since then that WeCom has, or may get. */
  sentSince: number;
  now: Date;
}

export interface ReplyWindow {
  /** Whether one more message may be sent now. */
  isOpen: boolean;
  /** Until when; null if the other side has not written yet. */
  endsAt: Date | null;
  messagesMax: number;
  messagesLeft: number;
}

/**
 * How long and how often one may still answer: a customer of 微信客服 for 48 hours, and five times, after what they
 * wrote last (WeCom path/94677). Null where WeCom sets no such window.
 */
export function windowOf(
  { kind, lastIncomingAt, sentSince, now }: WindowFacts,
  limit: { amount: number; perMs: number },
): ReplyWindow | null {
  if (kind !== "KF_CUSTOMER") return null;
  const endsAt = lastIncomingAt && new Date(lastIncomingAt.getTime() + limit.perMs);
  const messagesLeft = endsAt ? Math.max(0, limit.amount - sentSince) : 0;
  return {
    endsAt,
    messagesLeft,
    messagesMax: limit.amount,
    isOpen: endsAt !== null && now < endsAt && messagesLeft > 0,
  };
}

/**
 * Whether this person's reading counts: unread is the desk's, not each person's, so that a supervisor who looks in does
 * not take a message away from whoever has to answer it.
 */
export function isReadBy(assigneeId: string | null, readerId: string): boolean {
  return assigneeId === null || assigneeId === readerId;
}

/**
 * Which right it takes to give a conversation from one person to another: whoever may answer may take one that nobody
 * has, and give up their own.
 */
export function assignmentNeeds(given: {
  from: string | null;
  to: string | null;
  by: string;
}): "conversation:reply" | "conversation:assign" {
  const { from, to, by } = given;
  const isTaking = from === null && to === by;
  const isGivingUp = from === by && to === null;
  return isTaking || isGivingUp ? "conversation:reply" : "conversation:assign";
}

/** How a customer of 微信客服 is named as a recipient: they may write to several of a corporation's desks. */
export function kfRecipient(openKfId: string, externalUserId: string): string {
  return `${openKfId}/${externalUserId}`;
}

/** Whether the platform hears what is written there. */
export function isHeard(kind: ConversationKind): boolean {
  return kind !== "GROUP_CHAT";
}
