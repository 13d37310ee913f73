import { graphql } from "../../gql/gql.ts";
import type { AccountQuery } from "../../gql/graphql.ts";

export const accountQuery = graphql(`
  query Account($id: ID!, $since: DateTime!, $historyFirst: Int!, $people: Boolean!) {
    account(id: $id) {
      ...AccountRow_account
      ...AccountSettings_account
      health {
        score
        computedAt
        parts {
          name
          weight
          value
          points
          known
          detail
        }
      }
      connector
      wecomUserId
      avatarUrl
      heartbeatLatencyMs
      recoveryAttempts
      nextRecoveryAt
      updatedAt
      tenant {
        id
        name
      }
      boundUsers @include(if: $people) {
        id
        displayName
      }
      history(first: $historyFirst) {
        nodes {
          ...HistoryItem_change
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
      statistics(since: $since) {
        since
        meanTimeToRecoverMs
        recoveries
        onlineRatio
        transitions
        timeInState {
          status
          ms
          share
        }
      }
    }
  }
`);

export const historyItemFragment = graphql(`
  fragment HistoryItem_change on AccountStatusChange {
    id
    at
    from
    to
    event
    reason
    actorKind
    actor @include(if: $people) {
      id
      displayName
    }
  }
`);

export type AccountData = NonNullable<AccountQuery["account"]>;
