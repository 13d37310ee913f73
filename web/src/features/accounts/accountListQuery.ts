import { graphql } from "../../gql/gql.ts";
import type { AccountFilter, AccountOrder, AccountsQuery } from "../../gql/graphql.ts";
import { accountStatuses } from "../../status/accountStatus.ts";
import { type PageVariables, pageVariables, pagingState } from "../../ui/paging.ts";
import { flag, ids, int, manyOf, oneOf, order, type StateOf, text, words } from "../../ui/urlState.ts";

export const accountsQuery = graphql(`
  query Accounts(
    $filter: AccountFilter
    $orderBy: AccountOrder
    $first: Int
    $after: String
    $last: Int
    $before: String
    $people: Boolean!
  ) {
    accounts(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        ...AccountRow_account
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

export const accountRowFragment = graphql(`
  fragment AccountRow_account on Account {
    ...AccountLive_account
    name
    group
    tags
    wecomName
    device
    lastHeartbeatAt
    createdAt
    corp {
      id
      name
    }
    owner @include(if: $people) {
      id
      displayName
    }
  }
`);

export const facetsQuery = graphql(`
  query AccountFacets {
    accountSummary {
      byStatus {
        status
        count
      }
      groups
      tags
    }
  }
`);

export type AccountRowData = AccountsQuery["accounts"]["nodes"][number];

const orderFields = [
  "NAME",
  "STATUS",
  "HEALTH_SCORE",
  "STATUS_SINCE",
  "CREATED_AT",
  "LAST_HEARTBEAT_AT",
] as const;

/** The list as its address describes it. */
export const listState = {
  search: text,
  statuses: manyOf(accountStatuses),
  group: text,
  tags: words,
  corpId: text,
  healthMin: int(0, 0, 100),
  healthMax: int(100, 0, 100),
  order: order(orderFields, { by: "NAME", direction: "ASC" }),
  ...pagingState,
  /** Chosen rows; `all` means every account that fits the filters, seen or not. */
  sel: ids,
  all: flag,
  /** What is open over the list. */
  dialog: oneOf(["create", "logout", "delete"], null),
  account: text,
  login: text,
  bulk: text,
};

export type ListState = StateOf<typeof listState>;

/** No filter is no filter object: the server then need not think about it. */
export function filterOf(state: ListState): AccountFilter | null {
  const filter: AccountFilter = {
    ...(state.search ? { search: state.search } : {}),
    ...(state.statuses.length > 0 ? { statuses: [...state.statuses] } : {}),
    ...(state.group ? { group: state.group } : {}),
    ...(state.tags.length > 0 ? { tags: [...state.tags] } : {}),
    ...(state.corpId ? { corpId: state.corpId } : {}),
    ...(state.healthMin > 0 ? { healthMin: state.healthMin } : {}),
    ...(state.healthMax < 100 ? { healthMax: state.healthMax } : {}),
  };
  return Object.keys(filter).length > 0 ? filter : null;
}

export const noFilter: Partial<ListState> = {
  search: "",
  statuses: [],
  group: "",
  tags: [],
  corpId: "",
  healthMin: 0,
  healthMax: 100,
};

/** @param people whether the viewer may see users; asking for what is refused would only make errors. */
export function listVariables(
  state: ListState,
  people: boolean,
): { filter: AccountFilter | null; orderBy: AccountOrder; people: boolean } & PageVariables {
  return { filter: filterOf(state), orderBy: state.order, people, ...pageVariables(state) };
}
