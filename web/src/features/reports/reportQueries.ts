import { graphql } from "../../gql/gql.ts";
import type { OperationsReport_ReportFragment } from "../../gql/graphql.ts";

export const reportFragment = graphql(`
  fragment OperationsReport_report on OperationsReport {
    id
    kind
    periodStart
    periodEnd
    createdAt
    figures {
      key
      unit
      value
      previous
      median
      periods
      isAnomaly
      title {
        zh
        en
      }
    }
    top {
      name
      count
      title {
        zh
        en
      }
    }
  }
`);

export type ReportData = OperationsReport_ReportFragment;

export const reportsQuery = graphql(`
  query OperationsReports(
    $kind: OperationsReportKind
    $first: Int
    $after: String
    $last: Int
    $before: String
  ) {
    operationsReports(kind: $kind, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        ...OperationsReport_report
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

export const reportQuery = graphql(`
  query OperationsReport($id: ID!) {
    operationsReport(id: $id) {
      ...OperationsReport_report
    }
  }
`);
