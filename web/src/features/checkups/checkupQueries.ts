import { graphql } from "../../gql/gql.ts";
import type {
  CheckupReport_ItemFragment,
  CheckupReport_ReportFragment,
  CheckupReport_RowFragment,
} from "../../gql/graphql.ts";

export type ReportRow = CheckupReport_RowFragment;
export type ReportData = CheckupReport_ReportFragment;
export type ItemData = CheckupReport_ItemFragment;

export const itemFragment = graphql(`
  fragment CheckupReport_item on CheckupItem {
    category
    code
    name
    value
    text
    unit
    referenceLow
    referenceHigh
    referenceText
    flag
  }
`);

export const rowFragment = graphql(`
  fragment CheckupReport_row on CheckupReport {
    id
    reportNumber
    patientId
    institution
    examinedOn
    status
    replacedById
    counts {
      items
      abnormal
      critical
    }
    patient {
      id
      name
      recordNumber
    }
  }
`);

export const reportFragment = graphql(`
  fragment CheckupReport_report on CheckupReport {
    ...CheckupReport_row
    conclusion
    advice
    doctor
    version
    replacesId
    publishedAt
    publishedBy {
      id
      displayName
    }
    patient {
      id
      sex
      age
    }
    attachments {
      id
      name
    }
    items {
      ...CheckupReport_item
    }
  }
`);

export const reportsQuery = graphql(`
  query CheckupReports(
    $filter: CheckupReportFilter
    $first: Int
    $after: String
    $last: Int
    $before: String
  ) {
    checkupReports(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        ...CheckupReport_row
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
  query CheckupReport($id: ID!) {
    checkupReport(id: $id) {
      ...CheckupReport_report
    }
  }
`);

export const comparisonQuery = graphql(`
  query CheckupReportComparison($patientId: ID!, $reportIds: [ID!]) {
    checkupReportComparison(patientId: $patientId, reportIds: $reportIds) {
      reports {
        id
        reportNumber
        examinedOn
        institution
        patient {
          id
          name
        }
      }
      items {
        key
        code
        category
        name
        unit
        trend
        values {
          reportId
          value
          text
          flag
          change
        }
      }
    }
  }
`);

export const panelsQuery = graphql(`
  query CheckupPanels($patientId: ID) {
    checkupPanels(patientId: $patientId) {
      key
      category
      nameZh
      nameEn
      source
      items {
        code
        nameZh
        nameEn
        unit
        referenceLow
        referenceHigh
        referenceText
      }
    }
  }
`);

export const previewQuery = graphql(`
  query CheckupItemsPreview($input: CheckupItemsTextInput!) {
    checkupItemsPreview(input: $input) {
      items {
        ...CheckupReport_item
      }
      problems {
        line
        column
        problem
      }
    }
  }
`);

export const reportChanged = graphql(`
  subscription CheckupReportChanged($patientId: ID) {
    checkupReportChanged(patientId: $patientId) {
      reportId
      patientId
      change
    }
  }
`);

export const createReport = graphql(`
  mutation CreateCheckupReport($input: CreateCheckupReportInput!) {
    createCheckupReport(input: $input) {
      report {
        ...CheckupReport_report
      }
    }
  }
`);

export const changeReport = graphql(`
  mutation ChangeCheckupReport($input: ChangeCheckupReportInput!) {
    changeCheckupReport(input: $input) {
      report {
        ...CheckupReport_report
      }
    }
  }
`);

export const publishReport = graphql(`
  mutation PublishCheckupReport($input: CheckupReportVersionInput!) {
    publishCheckupReport(input: $input) {
      report {
        ...CheckupReport_report
      }
    }
  }
`);

export const amendReport = graphql(`
  mutation AmendCheckupReport($input: AmendCheckupReportInput!) {
    amendCheckupReport(input: $input) {
      report {
        ...CheckupReport_report
      }
    }
  }
`);

export const deleteReport = graphql(`
  mutation DeleteCheckupReport($input: CheckupReportVersionInput!) {
    deleteCheckupReport(input: $input) {
      reportId
    }
  }
`);
