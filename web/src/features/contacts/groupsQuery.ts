import { graphql } from "../../gql/gql.ts";
import type { CustomerGroupFilter, CustomerGroupsQuery } from "../../gql/graphql.ts";
import { pageVariables, pagingState } from "../../ui/paging.ts";
import { flag, oneOf, order, type StateOf, text, words } from "../../ui/urlState.ts";

export const groupsQuery = graphql(`
  query CustomerGroups(
    $filter: CustomerGroupFilter
    $orderBy: CustomerGroupOrder
    $first: Int
    $after: String
    $last: Int
    $before: String
  ) {
    customerGroups(
      filter: $filter
      orderBy: $orderBy
      first: $first
      after: $after
      last: $last
      before: $before
    ) {
      nodes {
        ...CustomerGroupRow_group
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

export const groupRowFragment = graphql(`
  fragment CustomerGroupRow_group on CustomerGroup {
    id
    name
    ownerId
    ownerStatus
    memberCount
    customerCount
    createdAt
    dismissedAt
    owner {
      id
      name
    }
  }
`);

export const groupQuery = graphql(`
  query CustomerGroup(
    $id: ID!
    $hasLeft: Boolean!
    $first: Int
    $after: String
    $last: Int
    $before: String
  ) {
    customerGroup(id: $id) {
      ...CustomerGroupRow_group
      chatId
      notice
      adminIds
      updatedAt
      activity(days: 30) {
        day
        joined
        left
      }
      members(hasLeft: $hasLeft, first: $first, after: $after, last: $last, before: $before) {
        nodes {
          memberId
          kind
          name
          nickname
          joinScene
          joinedAt
          invitedBy
          leftAt
          contact {
            id
          }
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
  }
`);

export type GroupRow = CustomerGroupsQuery["customerGroups"]["nodes"][number];

export const groupListState = {
  search: text,
  users: words,
  dismissed: flag,
  order: order(["CREATED_AT", "NAME", "MEMBER_COUNT"], { by: "CREATED_AT", direction: "DESC" }),
  ...pagingState,
};
type GroupListState = StateOf<typeof groupListState>;

export const groupState = { show: oneOf(["present", "left"], "present"), ...pagingState };

export function groupFilterOf({ search, users, dismissed }: GroupListState): CustomerGroupFilter | null {
  const filter: CustomerGroupFilter = {
    ...(search ? { search } : {}),
    ...(users.length > 0 ? { ownerIds: [...users] } : {}),
    ...(dismissed ? { isDismissed: true } : {}),
  };
  return Object.keys(filter).length > 0 ? filter : null;
}

export function groupVariables(state: GroupListState) {
  return { filter: groupFilterOf(state), orderBy: state.order, ...pageVariables(state) };
}
