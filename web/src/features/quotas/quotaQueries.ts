import { graphql } from "../../gql/gql.ts";

export const quotaFragment = graphql(`
  fragment Quota_quota on Quota {
    tenantId
    dimension
    window
    level
    limit
    used
    remaining
    expanded
    thresholdPercent
    policy
    ceiling
    step
    source
    note
    resetsAt
    thresholdReachedAt
    lastRefusedAt
    lastRefusedAmount
  }
`);

export const quotasQuery = graphql(`
  query Quotas($tenantId: ID) {
    quotaStatus(tenantId: $tenantId) {
      tenantId
      plan
      level
      asOf
      quotas {
        ...Quota_quota
      }
    }
  }
`);

export const usageQuery = graphql(`
  query QuotaUsage($from: String!, $to: String!, $dimension: QuotaDimension!, $tenantId: ID) {
    usage(from: $from, to: $to, dimension: $dimension, tenantId: $tenantId) {
      day
      used
      peak
      included
      over
    }
  }
`);

export const quotaChanged = graphql(`
  subscription QuotaChanged {
    quotaChanged {
      dimension
    }
  }
`);

export const quotaTenantQuery = graphql(`
  query QuotaTenant($id: ID!) {
    tenant(id: $id) {
      id
      name
    }
  }
`);
