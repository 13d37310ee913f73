import { graphql } from "../../gql/gql.ts";
import type { AlertPolicyQuery } from "../../gql/graphql.ts";

export type PolicyData = AlertPolicyQuery["alertPolicy"];

export const policyQuery = graphql(`
  query AlertPolicy {
    alertPolicy {
      isShipped
      version
      updatedAt
      groupBy
      groupWaitSeconds
      groupIntervalSeconds
      quietHours {
        from
        to
        days
      }
      escalation {
        afterMinutes
        raiseTo
        userIds
      }
      inhibitions {
        source {
          label
          operator
          value
        }
        target {
          label
          operator
          value
        }
        equal
      }
    }
  }
`);

export const updatePolicy = graphql(`
  mutation UpdateAlertPolicy($input: UpdateAlertPolicyInput!) {
    updateAlertPolicy(input: $input) {
      policy {
        version
      }
    }
  }
`);

export const resetPolicy = graphql(`
  mutation ResetAlertPolicy($input: ResetAlertPolicyInput!) {
    resetAlertPolicy(input: $input) {
      policy {
        version
      }
    }
  }
`);

export const peopleQuery = graphql(`
  query AlertPolicyPeople($search: String!) {
    users(first: 20, filter: { search: $search, status: ACTIVE }) {
      nodes {
        id
        displayName
      }
    }
  }
`);

export const personQuery = graphql(`
  query AlertPolicyPerson($id: ID!) {
    user(id: $id) {
      id
      displayName
    }
  }
`);
