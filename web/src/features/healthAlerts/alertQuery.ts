import { graphql } from "../../gql/gql.ts";
import type { HealthAlertDetailQuery } from "../../gql/graphql.ts";

export const alertQuery = graphql(`
  query HealthAlertDetail($id: ID!, $language: TextLanguage!, $people: Boolean!) {
    healthAlert(id: $id) {
      ...HealthAlertRow_alert
      ruleId
      deviceId
      note
      text(language: $language) {
        title
        summary
        advice
      }
      cause {
        worstAt
        readings {
          code
          value
          unit
          at
        }
        facts {
          name
          value
        }
      }
      patient {
        id
        name
        clinician @include(if: $people) {
          id
          displayName
        }
        careTeam @include(if: $people) {
          id
          displayName
        }
      }
      resolvedBy {
        id
        displayName @include(if: $people)
      }
      timeline(first: 200) {
        nodes {
          id
          at
          change
          severity
          actorKind
          value
          unit
          from
          isTakenBack
          level
          audience
          resolution
          note
          actor {
            id
            displayName @include(if: $people)
          }
          assignedTo {
            id
            displayName @include(if: $people)
          }
        }
      }
    }
  }
`);

export const addNote = graphql(`
  mutation AddHealthAlertNote($input: AddHealthAlertNoteInput!) {
    addHealthAlertNote(input: $input) {
      alert {
        id
        version
        updatedAt
      }
    }
  }
`);

export type AlertData = NonNullable<HealthAlertDetailQuery["healthAlert"]>;
