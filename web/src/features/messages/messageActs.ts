import type { MessageStatus } from "../../gql/graphql.ts";

export type MessageAct = "cancel" | "retry" | "recall";

/** WeCom takes messages back within a day (path/94867). */
const recallWithinMs = 24 * 3_600_000;

interface Actable {
  status: MessageStatus;
  sentAt: string | null;
  recalledAt: string | null;
}

/** What may be done to a message now. The server decides all the same. */
export function actsOn({ status, sentAt, recalledAt }: Actable, now: number): readonly MessageAct[] {
  switch (status) {
    case "PENDING":
    case "QUEUED":
      return ["cancel"];
    case "FAILED":
      return ["retry"];
    case "SENT":
    case "DELIVERED":
    case "READ":
      // Just sent, as the stream says, and not asked for again yet: the moment is about now.
      return recalledAt === null && now - Date.parse(sentAt ?? new Date(now).toISOString()) < recallWithinMs
        ? ["recall"]
        : [];
    case "SENDING":
    case "CANCELLED":
      return [];
  }
}
