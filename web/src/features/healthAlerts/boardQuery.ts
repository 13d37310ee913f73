import { graphql } from "../../gql/gql.ts";

export const boardQuery = graphql(`
  query HealthAlertBoard(
    $critical: HealthAlertFilter!
    $warning: HealthAlertFilter!
    $info: HealthAlertFilter!
    $language: TextLanguage!
    $people: Boolean!
  ) {
    critical: healthAlerts(filter: $critical, first: 100) {
      nodes {
        ...HealthAlertRow_alert
      }
      pageInfo {
        hasNextPage
      }
    }
    warning: healthAlerts(filter: $warning, first: 60) {
      nodes {
        ...HealthAlertRow_alert
      }
      pageInfo {
        hasNextPage
      }
    }
    info: healthAlerts(filter: $info, first: 40) {
      nodes {
        ...HealthAlertRow_alert
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`);

export const listQuery = graphql(`
  query HealthAlertList(
    $filter: HealthAlertFilter
    $first: Int
    $after: String
    $last: Int
    $before: String
    $language: TextLanguage!
    $people: Boolean!
  ) {
    healthAlerts(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        ...HealthAlertRow_alert
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

/** Those that have just changed. */
export const changedQuery = graphql(`
  query HealthAlertsChanged($ids: [ID!]!, $language: TextLanguage!, $people: Boolean!) {
    healthAlerts(filter: { ids: $ids }, first: 200) {
      nodes {
        ...HealthAlertRow_alert
      }
    }
  }
`);
