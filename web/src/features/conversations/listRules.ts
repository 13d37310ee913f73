import type { ConversationKind, ConversationRow_ConversationFragment } from "../../gql/graphql.ts";
import type { ConversationChange } from "../../live/conversationStream.ts";

export type Row = ConversationRow_ConversationFragment;

export const whose = ["ALL", "MINE", "NOBODY"] as const;
export const shownStates = ["OPEN", "CLOSED", "ALL"] as const;

export interface ListFilter {
  whose: (typeof whose)[number];
  state: (typeof shownStates)[number];
  unread: boolean;
  kind: ConversationKind | null;
  account: string;
  search: string;
}

export const noFilter: ListFilter = {
  whose: "ALL",
  state: "OPEN",
  unread: false,
  kind: null,
  account: "",
  search: "",
};

/** As the graph wants it. */
export function filterOf({ whose: of, state, unread, kind, account, search }: ListFilter) {
  return {
    ...(of !== "ALL" && { assignment: of }),
    ...(state !== "ALL" && { states: [state] }),
    ...(unread && { unreadOnly: true }),
    ...(kind && { kinds: [kind] }),
    ...(account && { accountIds: [account] }),
    ...(search && { search }),
  };
}

/** Whether a conversation that changed belongs into the list, by the same rules as the server's. */
export function belongs(row: Row, filter: ListFilter, viewerId: string | undefined): boolean {
  const words = filter.search.trim().toLowerCase();
  return (
    (filter.whose !== "MINE" || (viewerId !== undefined && row.assignee?.id === viewerId)) &&
    (filter.whose !== "NOBODY" || row.assignee === null) &&
    (filter.state === "ALL" || row.state === filter.state) &&
    (!filter.unread || row.unread > 0) &&
    (!filter.kind || row.kind === filter.kind) &&
    (!filter.account || row.accountId === filter.account) &&
    (words === "" || `${row.name} ${row.recipient}`.toLowerCase().includes(words))
  );
}

interface Listing {
  rows: readonly Row[];
  /** Rows older than the last one are not loaded yet. */
  hasMore: boolean;
}

/**
 * The list after changes. The one that is open stays where the reader sees it, even if it does not fit the filter any
 * more: a row that vanishes because one has just read it is a row one looks for.
 */
export function applyChanges(
  { rows, hasMore }: Listing,
  changes: readonly ConversationChange[],
  given: { filter: ListFilter; viewerId: string | undefined; openId: string },
): readonly Row[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const last = rows.at(-1);
  for (const { conversationId: id, conversation: row } of changes) {
    const known = byId.get(id);
    if (!row) {
      byId.delete(id);
      continue;
    }
    if (known && known.version > row.version) continue;
    const isShown =
      belongs(row, given.filter, given.viewerId) || (known !== undefined && id === given.openId);
    // What lies beyond what is loaded comes with its page.
    const isWithin = !hasMore || !last || isBefore(row, last);
    if (isShown && (known || isWithin)) byId.set(id, row);
    else byId.delete(id);
  }
  return [...byId.values()].toSorted((a, b) => (isBefore(a, b) ? -1 : 1));
}

function isBefore(a: Row, b: Row): boolean {
  return a.lastMessageAt === b.lastMessageAt ? a.id > b.id : a.lastMessageAt > b.lastMessageAt;
}
