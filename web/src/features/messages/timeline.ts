import type { MessageStatus } from "../../gql/graphql.ts";

interface Times {
  createdAt: string;
  scheduledAt: string | null;
  queuedAt: string | null;
  sendingAt: string | null;
  sentAt: string | null;
  deliveredAt: string | null;
  readAt: string | null;
  failedAt: string | null;
  cancelledAt: string | null;
  recalledAt: string | null;
}

export interface Step {
  key:
    | "accepted"
    | "due"
    | "queued"
    | "sending"
    | "sent"
    | "delivered"
    | "read"
    | "failed"
    | "cancelled"
    | "recalled";
  status: MessageStatus;
  at: string;
  /** Since the step before; null for the first. */
  afterMs: number | null;
}

/** The steps there were, in the order in which they happened. */
export function stepsOf(times: Times): readonly Step[] {
  const known: readonly [Step["key"], MessageStatus, string | null][] = [
    ["accepted", "PENDING", times.createdAt],
    ["due", "PENDING", times.scheduledAt],
    ["queued", "QUEUED", times.queuedAt],
    ["sending", "SENDING", times.sendingAt],
    ["sent", "SENT", times.sentAt],
    ["delivered", "DELIVERED", times.deliveredAt],
    ["read", "READ", times.readAt],
    ["failed", "FAILED", times.failedAt],
    ["cancelled", "CANCELLED", times.cancelledAt],
    ["recalled", "CANCELLED", times.recalledAt],
  ];
  const steps = known
    .flatMap(([key, status, at]) => (at === null ? [] : [{ key, status, at }]))
    // Sorting is stable: steps of the same millisecond keep the order of a message's life.
    .toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
  return steps.map((step, index) => {
    const before = steps[index - 1];
    return { ...step, afterMs: before ? Date.parse(step.at) - Date.parse(before.at) : null };
  });
}
