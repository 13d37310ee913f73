import { graphql } from "../../gql/gql.ts";
import type { MessageFilter, RecordsQuery } from "../../gql/graphql.ts";
import { messageTypes } from "../../messages/content/contentForms.ts";
import { messageStatuses } from "../../status/messageStatus.ts";
import { type PageVariables, pageVariables } from "../../ui/paging.ts";
import { ids, int, manyOf, type StateOf, text } from "../../ui/urlState.ts";

export const recordsQuery = graphql(`
  query Records(
    $filter: MessageFilter
    $first: Int
    $after: String
    $last: Int
    $before: String
    $count: Boolean!
  ) {
    messages(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        ...MessageRow_message
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      totalCount @include(if: $count)
    }
  }
`);

export type MessageRow = RecordsQuery["messages"]["nodes"][number];

/** The list as its address describes it. */
export const recordsState = {
  statuses: manyOf(messageStatuses),
  types: manyOf(messageTypes),
  accounts: ids,
  batch: text,
  recipient: text,
  from: text,
  to: text,
  after: text,
  before: text,
  size: int(50, 1, 200),
  sel: ids,
  /** What is open over the list. */
  message: text,
};

export type RecordsState = StateOf<typeof recordsState>;

export const noFilter: Partial<RecordsState> = {
  statuses: [],
  types: [],
  accounts: [],
  batch: "",
  recipient: "",
  from: "",
  to: "",
};

export function filterOf(state: RecordsState): MessageFilter | null {
  const { statuses, types, accounts, batch, recipient, from, to } = state;
  const filter: MessageFilter = {
    ...(statuses.length > 0 ? { statuses: [...statuses] } : {}),
    ...(types.length > 0 ? { types: [...types] } : {}),
    ...(accounts.length > 0 ? { accountIds: [...accounts] } : {}),
    ...(batch ? { batchId: batch } : {}),
    ...(recipient ? { recipient } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
  };
  return Object.keys(filter).length > 0 ? filter : null;
}

export function recordsVariables(
  state: RecordsState,
): { filter: MessageFilter | null; count: boolean } & PageVariables {
  return { filter: filterOf(state), count: true, ...pageVariables(state) };
}
