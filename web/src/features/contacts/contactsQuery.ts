import { graphql } from "../../gql/gql.ts";
import type { ContactFilter, ContactQuery, ContactsQuery } from "../../gql/graphql.ts";
import { pageVariables, pagingState } from "../../ui/paging.ts";
import { ids, manyOf, oneOf, order, type StateOf, text, words } from "../../ui/urlState.ts";

export const contactsQuery = graphql(`
  query Contacts(
    $filter: ContactFilter
    $orderBy: ContactOrder
    $first: Int
    $after: String
    $last: Int
    $before: String
  ) {
    contacts(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        ...ContactRow_contact
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

export const contactRowFragment = graphql(`
  fragment ContactRow_contact on WecomContact {
    id
    name
    type
    status
    avatarUrl
    corpName
    addedAt
    tags {
      id
      name
    }
    followers {
      userId
      remark
      status
      addWay
      state
      member {
        id
        name
      }
    }
  }
`);

export const contactQuery = graphql(`
  query Contact($id: ID!) {
    contact(id: $id) {
      ...ContactRow_contact
      corpId
      externalUserId
      gender
      position
      unionId
      updatedAt
      followers {
        description
        remarkCorpName
        mobiles
        addedAt
        endedAt
        tags {
          id
          name
          groupName
        }
      }
      groups {
        id
        name
        memberCount
      }
    }
  }
`);

/** What the filters offer. */
export const contactFacetsQuery = graphql(`
  query ContactFacets {
    contactTagGroups {
      id
      corpId
      name
      tags {
        id
        name
      }
    }
    wecomMembers(filter: { hasContacts: true }, first: 200) {
      nodes {
        id
        userId
        name
      }
    }
  }
`);

export const contactStatuses = ["ACTIVE", "LOST", "REMOVED"] as const;
export const addedRanges = ["today", "week", "month"] as const;

export type ContactRow = ContactsQuery["contacts"]["nodes"][number];
export type ContactDetail = NonNullable<ContactQuery["contact"]>;
export type Follower = ContactDetail["followers"][number];

/** The list as its address describes it. */
export const listState = {
  search: text,
  statuses: manyOf(contactStatuses),
  tags: words,
  users: words,
  added: oneOf(addedRanges, null),
  order: order(["ADDED_AT", "NAME"], { by: "ADDED_AT", direction: "DESC" }),
  ...pagingState,
  sel: ids,
  contact: text,
  dialog: oneOf(["tags"], null),
};
export type ListState = StateOf<typeof listState>;

export const noFilter = { search: "", statuses: [], tags: [], users: [], added: null } as const;

const dayMs = 86_400_000;
const spans = { today: 1, week: 7, month: 30 } as const;

/** Whole days, so that the same filter is the same question for a while. */
export function filterOf(state: ListState, now = Date.now()): ContactFilter | null {
  const { search, statuses, tags, users, added } = state;
  const filter: ContactFilter = {
    ...(search ? { search } : {}),
    ...(statuses.length > 0 ? { statuses: [...statuses] } : {}),
    ...(tags.length > 0 ? { tagIds: [...tags] } : {}),
    ...(users.length > 0 ? { userIds: [...users] } : {}),
    ...(added
      ? { addedFrom: new Date((Math.floor(now / dayMs) - spans[added] + 1) * dayMs).toISOString() }
      : {}),
  };
  return Object.keys(filter).length > 0 ? filter : null;
}

export function listVariables(state: ListState) {
  return { filter: filterOf(state), orderBy: state.order, ...pageVariables(state) };
}

/** What people here call a contact: the first remark, else its own name. */
export function calledName({ name, followers }: Pick<ContactRow, "name" | "followers">): string {
  return followers.find(({ remark, status }) => remark !== "" && status !== "REMOVED")?.remark ?? name;
}
