import { graphql } from "../../gql/gql.ts";
import type { AlertQuery } from "../../gql/graphql.ts";

export const alertQuery = graphql(`
  query Alert($id: ID!, $language: TextLanguage!, $people: Boolean!) {
    accountAlert(id: $id) {
      ...AlertRow_alert
      peak
      count
      ruleSource
      ruleVersion
      acknowledgedAt
      acknowledgeNote
      resolveNote
      acknowledgedBy @include(if: $people) {
        id
        displayName
      }
      resolvedBy @include(if: $people) {
        id
        displayName
      }
      text(language: $language) {
        advice
      }
      details {
        name
        value
      }
      account {
        id
        name
        status
      }
      actions {
        affected
        doneAt
      }
      values {
        at
        value
      }
      timeline(first: 200) {
        nodes {
          id
          at
          type
          actorKind
          value
          severity
          note
          action
          outcome
          actor @include(if: $people) {
            id
            displayName
          }
        }
      }
    }
  }
`);

export type AlertData = NonNullable<AlertQuery["accountAlert"]>;
