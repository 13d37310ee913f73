import type { ConversationBubble_MessageFragment, MessageStatus } from "../../gql/graphql.ts";

export type Said = ConversationBubble_MessageFragment;

/** What is shown of a conversation, oldest first, and where older ones are to be had. */
export interface Thread {
  messages: readonly Said[];
  /** Null when there is nothing older. */
  olderCursor: string | null;
}

export const emptyThread: Thread = { messages: [], olderCursor: null };

interface Page {
  nodes: readonly Said[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** The newest page again, after something changed: what it holds replaces what was known of the same messages. */
export function withNewest(thread: Thread, { nodes, pageInfo }: Page): Thread {
  const known = new Set(thread.messages.map(({ id }) => id));
  const older = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  // More has come than one page holds: what lies between is not there, so the older ones are to be fetched again.
  const meets = !pageInfo.hasNextPage || nodes.some(({ id }) => known.has(id));
  if (!meets || thread.messages.length === 0) return { messages: inOrder(nodes), olderCursor: older };
  return { messages: merged(thread.messages, nodes), olderCursor: thread.olderCursor };
}

export function withOlder(thread: Thread, { nodes, pageInfo }: Page): Thread {
  return {
    messages: merged(thread.messages, nodes),
    olderCursor: pageInfo.hasNextPage ? pageInfo.endCursor : null,
  };
}

export function withMessage(thread: Thread, message: Said): Thread {
  return { ...thread, messages: merged(thread.messages, [message]) };
}

const rank: Readonly<Record<MessageStatus, number>> = {
  PENDING: 0,
  QUEUED: 1,
  SENDING: 2,
  SENT: 3,
  DELIVERED: 4,
  READ: 5,
  FAILED: 6,
  CANCELLED: 6,
};

/** A status never goes back, in whatever order the news of it comes. */
export function withStatuses(thread: Thread, statuses: ReadonlyMap<string, MessageStatus>): Thread {
  if (!thread.messages.some(({ id }) => statuses.has(id))) return thread;
  const messages = thread.messages.map((message) => {
    const status = statuses.get(message.id);
    const isNews = status && message.status && rank[status] > rank[message.status];
    return isNews ? { ...message, status } : message;
  });
  return { ...thread, messages };
}

/** Whether anything is still on its way. */
export function isSending({ messages }: Thread): boolean {
  return messages.some(({ status }) => status !== null && rank[status] < rank.SENT);
}

function merged(known: readonly Said[], added: readonly Said[]): readonly Said[] {
  const byId = new Map(known.map((message) => [message.id, message]));
  for (const message of added) {
    const before = byId.get(message.id);
    const isOlder = before?.status && message.status && rank[before.status] > rank[message.status];
    byId.set(message.id, isOlder ? { ...message, status: before.status } : message);
  }
  return inOrder([...byId.values()]);
}

/** Ids begin with the moment of their message, so they give the order. */
function inOrder(messages: readonly Said[]): readonly Said[] {
  return [...messages].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

const closeMs = 2 * 60_000;

/** Whether a message goes on with what its author said just before: then the author need not be named again. */
export function goesOn(message: Said, before: Said | undefined): boolean {
  return (
    before !== undefined &&
    before.direction === message.direction &&
    before.createdBy?.id === message.createdBy?.id &&
    before.servicerId === message.servicerId &&
    Date.parse(message.at) - Date.parse(before.at) < closeMs
  );
}

/** The messages of each day, oldest first; `dayOf` names a moment's day in the reader's time zone. */
export function byDay<Item extends { at: string }>(
  items: readonly Item[],
  dayOf: (at: string) => string,
): readonly { day: string; items: readonly Item[] }[] {
  const days: { day: string; items: Item[] }[] = [];
  for (const item of items) {
    const day = dayOf(item.at);
    const last = days.at(-1);
    if (last?.day === day) last.items.push(item);
    else days.push({ day, items: [item] });
  }
  return days;
}
