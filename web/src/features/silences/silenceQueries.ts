import { graphql } from "../../gql/gql.ts";

export const silenceFragment = graphql(`
  fragment AlertSilence_silence on AlertSilence {
    id
    state
    startsAt
    endsAt
    comment
    version
    matchers {
      label
      operator
      value
    }
  }
`);

export const silencesQuery = graphql(`
  query AlertSilences(
    $isOver: Boolean!
    $people: Boolean!
    $first: Int
    $after: String
    $last: Int
    $before: String
  ) {
    alertSilences(isOver: $isOver, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        ...AlertSilence_silence
        createdBy @include(if: $people) {
          id
          displayName
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
`);

export const previewQuery = graphql(`
  query PreviewAlertSilence($input: AlertSilencePreviewInput!) {
    previewAlertSilence(input: $input) {
      openCount
      lastWeekCount
      alerts {
        id
        title {
          zh
          en
        }
      }
    }
  }
`);

export const createSilence = graphql(`
  mutation CreateAlertSilence($input: CreateAlertSilenceInput!) {
    createAlertSilence(input: $input) {
      silence {
        ...AlertSilence_silence
      }
    }
  }
`);

export const endSilence = graphql(`
  mutation EndAlertSilence($input: AlertSilenceInput!) {
    endAlertSilence(input: $input) {
      silence {
        ...AlertSilence_silence
      }
    }
  }
`);
