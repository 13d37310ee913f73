import { graphql } from "../../gql/gql.ts";

export const billsQuery = graphql(`
  query Bills($tenantId: ID, $first: Int, $after: String, $last: Int, $before: String) {
    bills(tenantId: $tenantId, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        id
        period
        plan
        currency
        planFee
        overage
        total
        closedAt
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

export const draftQuery = graphql(`
  query BillDraft($tenantId: ID) {
    billDraft(tenantId: $tenantId) {
      period
      plan
      currency
      total
      lines {
        ...Bill_line
      }
    }
  }
`);

export const lineFragment = graphql(`
  fragment Bill_line on BillLine {
    kind
    dimension
    used
    included
    over
    unitSize
    units
    unitPrice
    amount
  }
`);

export const billQuery = graphql(`
  query Bill($id: ID!) {
    bill(id: $id) {
      id
      tenantId
      period
      periodStart
      periodEnd
      timeZone
      plan
      currency
      planFee
      overage
      total
      closedAt
      csv
      lines {
        ...Bill_line
      }
    }
  }
`);

export const closePeriod = graphql(`
  mutation CloseBillingPeriod($input: CloseBillingPeriodInput!) {
    closeBillingPeriod(input: $input) {
      bill {
        id
      }
    }
  }
`);
