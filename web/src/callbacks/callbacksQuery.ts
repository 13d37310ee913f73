import { graphql } from "../gql/gql.ts";
import type { CallbackFilter, CallbacksQuery } from "../gql/graphql.ts";
import { callbackKinds, callbackStatuses } from "../status/callbackStatus.ts";
import { type PageVariables, pageVariables, type Paging } from "../ui/paging.ts";
import { ids, int, manyOf, type StateOf, text } from "../ui/urlState.ts";

export const callbackRowFragment = graphql(`
  fragment CallbackRow_callback on Callback {
    id
    kind
    name
    status
    reason
    attempts
    duplicates
    handlers
    agentId
    accountId
    sentAt
    receivedAt
    handledAt
    dueAt
    corp {
      id
      name
    }
    account @include(if: $accounts) {
      id
      name
    }
  }
`);

export const callbacksQuery = graphql(`
  query Callbacks(
    $filter: CallbackFilter
    $first: Int
    $after: String
    $last: Int
    $before: String
    $accounts: Boolean!
  ) {
    callbacks(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        ...CallbackRow_callback
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      totalCount
    }
  }
`);

export const callbackQuery = graphql(`
  query Callback($id: ID!, $accounts: Boolean!) {
    callback(id: $id) {
      ...CallbackRow_callback
    }
  }
`);

export type CallbackRow = CallbacksQuery["callbacks"]["nodes"][number];

/**
 * The list as its address describes it. The names are its own: on an account's page they stand beside those of other
 * tabs.
 */
export const callbacksState = {
  cbStatus: manyOf(callbackStatuses),
  cbKind: manyOf(callbackKinds),
  cbAccounts: ids,
  cbCorps: ids,
  cbFrom: text,
  cbTo: text,
  cbAfter: text,
  cbBefore: text,
  cbSize: int(50, 1, 200),
  cbSel: ids,
  /** What is open over the list. */
  callback: text,
};

export type CallbacksState = StateOf<typeof callbacksState>;

export const noFilter = {
  cbStatus: [],
  cbKind: [],
  cbAccounts: [],
  cbCorps: [],
  cbFrom: "",
  cbTo: "",
} satisfies Partial<CallbacksState>;

/** Back to the first page, with nothing selected: both mean nothing under another filter. */
export const firstCallbacks = { cbAfter: "", cbBefore: "", cbSel: [] } satisfies Partial<CallbacksState>;

export function pagingOf({ cbAfter, cbBefore, cbSize }: CallbacksState): Paging {
  return { after: cbAfter, before: cbBefore, size: cbSize };
}

export function isFiltered(state: CallbacksState): boolean {
  const { cbStatus, cbKind, cbAccounts, cbCorps, cbFrom, cbTo } = state;
  return [cbStatus, cbKind, cbAccounts, cbCorps].some((list) => list.length > 0) || Boolean(cbFrom || cbTo);
}

/** @param accountId of the one account whose page this is. */
export function filterOf(state: CallbacksState, accountId?: string): CallbackFilter {
  const { cbStatus, cbKind, cbAccounts, cbCorps, cbFrom, cbTo } = state;
  const accounts = accountId === undefined ? cbAccounts : [accountId];
  return {
    ...(cbStatus.length > 0 ? { statuses: [...cbStatus] } : {}),
    ...(cbKind.length > 0 ? { kinds: [...cbKind] } : {}),
    ...(accounts.length > 0 ? { accountIds: [...accounts] } : {}),
    ...(cbCorps.length > 0 ? { corpIds: [...cbCorps] } : {}),
    ...(cbFrom ? { from: cbFrom } : {}),
    ...(cbTo ? { to: cbTo } : {}),
  };
}

export function callbacksVariables(
  state: CallbacksState,
  accountId?: string,
): { filter: CallbackFilter; accounts: boolean } & PageVariables {
  return {
    filter: filterOf(state, accountId),
    accounts: accountId === undefined,
    ...pageVariables(pagingOf(state)),
  };
}
