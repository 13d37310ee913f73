import { graphql } from "../../gql/gql.ts";
import type { MonitorRule_RuleFragment } from "../../gql/graphql.ts";

export const ruleFragment = graphql(`
  fragment MonitorRule_rule on MonitorRule {
    id
    name
    isShipped
    metric
    unit
    measure
    operator
    threshold
    windowSeconds
    forSeconds
    severity
    acrossTenants
    isEnabled
    version
    firing
    title {
      zh
      en
    }
    description {
      zh
      en
    }
    metricTitle {
      zh
      en
    }
    match {
      name
      value
    }
    labels {
      name
      value
    }
  }
`);

export type RuleData = MonitorRule_RuleFragment;

export const rulesQuery = graphql(`
  query MonitorRules($first: Int, $after: String, $last: Int, $before: String) {
    monitorRules(first: $first, after: $after, last: $last, before: $before) {
      nodes {
        ...MonitorRule_rule
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

export const ruleQuery = graphql(`
  query MonitorRule($id: ID!) {
    monitorRule(id: $id) {
      ...MonitorRule_rule
    }
  }
`);

export const createRule = graphql(`
  mutation CreateMonitorRule($input: CreateMonitorRuleInput!) {
    createMonitorRule(input: $input) {
      rule {
        ...MonitorRule_rule
      }
    }
  }
`);

export const updateRule = graphql(`
  mutation UpdateMonitorRule($input: UpdateMonitorRuleInput!) {
    updateMonitorRule(input: $input) {
      rule {
        ...MonitorRule_rule
      }
    }
  }
`);

export const deleteRule = graphql(`
  mutation DeleteMonitorRule($input: MonitorRuleInput!) {
    deleteMonitorRule(input: $input) {
      removedId
    }
  }
`);

export const testRule = graphql(`
  query TestMonitorRule($condition: MonitorConditionInput!) {
    testMonitorRule(condition: $condition) {
      from
      to
      seriesCount
      looked
      sampleCount
      firings {
        since
        raisedAt
        resolvedAt
        peak
        labels {
          name
          value
        }
      }
    }
  }
`);
