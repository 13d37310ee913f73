import { graphql } from "../../gql/gql.ts";
import type { OverviewQuery } from "../../gql/graphql.ts";

export const overviewQuery = graphql(`
  query Overview($hours: Int!, $people: Boolean!) {
    accountSummary {
      total
      byStatus {
        status
        count
      }
      averageHealth
      onlineRatio
      asOf
    }
    poor: accountSummary(filter: { healthMax: 39 }) {
      total
    }
    weak: accountSummary(filter: { healthMin: 40, healthMax: 59 }) {
      total
    }
    fair: accountSummary(filter: { healthMin: 60, healthMax: 74 }) {
      total
    }
    good: accountSummary(filter: { healthMin: 75, healthMax: 89 }) {
      total
    }
    best: accountSummary(filter: { healthMin: 90 }) {
      total
    }
    accountOnlineTrend(hours: $hours) {
      at
      online
      total
    }
    recentStatusChanges(first: 30) {
      nodes {
        id
        at
        from
        to
        reason
        actorKind
        accountId
        actor @include(if: $people) {
          id
          displayName
        }
        account {
          id
          name
        }
      }
    }
  }
`);

export type { OverviewQuery };

/** The bands of the health histogram, lowest first. */
export const healthBands = [
  { key: "poor", min: 0, max: 39, tone: "negative" },
  { key: "weak", min: 40, max: 59, tone: "attention" },
  { key: "fair", min: 60, max: 74, tone: "progress" },
  { key: "good", min: 75, max: 89, tone: "positive" },
  { key: "best", min: 90, max: 100, tone: "positive" },
] as const;
