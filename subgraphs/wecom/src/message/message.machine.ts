import type { Machine } from "@wegraph/kit/machine";

export const messageStatuses = [
  "PENDING",
  "QUEUED",
  "SENDING",
  "SENT",
  "DELIVERED",
  "READ",
  "FAILED",
  "CANCELLED",
] as const;
export type MessageStatus = (typeof messageStatuses)[number];

export const messageEvents = [
  "QUEUE",
  "CLAIM",
  "ACCEPT",
  "CONFIRM",
  "DELIVER",
  "READ",
  "FAIL",
  "BOUNCE",
  "CANCEL",
] as const;
export type MessageEvent = (typeof messageEvents)[number];

/**
 * The life of a message. No entry leads back, so what comes late, twice or out of order changes nothing. A read
 * receipt may overtake the delivery's, and both may overtake WeCom's answer to the sending itself. A message that has to
 * be tried again stays SENDING; one that failed stays so, and is retried as a new message. A message to a customer waits
 * QUEUED until an employee confirms it in WeCom; one that WeCom took and could not bring to its recipient after all bounces.
 */
export const messageMachine: Machine<MessageStatus, MessageEvent> = {
  PENDING: { QUEUE: "QUEUED", CANCEL: "CANCELLED", FAIL: "FAILED" },
  QUEUED: { CLAIM: "SENDING", CONFIRM: "SENT", CANCEL: "CANCELLED", FAIL: "FAILED" },
  SENDING: { CLAIM: "SENDING", ACCEPT: "SENT", DELIVER: "DELIVERED", READ: "READ", FAIL: "FAILED" },
  SENT: { DELIVER: "DELIVERED", READ: "READ", BOUNCE: "FAILED" },
  DELIVERED: { READ: "READ" },
  READ: {},
  FAILED: {},
  CANCELLED: {},
};

/** Where `event` can happen: the condition of a statement that applies it to many messages at once. */
export function statusesThat(event: MessageEvent): MessageStatus[] {
  return messageStatuses.filter((status) => messageMachine[status][event] !== undefined);
}

/** Nobody has to do anything for such a message any more; receipts may still come. */
export function isOver(status: MessageStatus): boolean {
  return !["PENDING", "QUEUED", "SENDING"].includes(status);
}
