import { graphql } from "../../gql/gql.ts";
import type { AlertRulesQuery } from "../../gql/graphql.ts";

export const ruleFragment = graphql(`
  fragment AlertRule_rule on AccountAlertRule {
    kind
    source
    version
    updatedAt
    unit
    isLowBad
    min
    max
    everySeconds
    allowedActions
    accountRules
    values {
      enabled
      threshold
      criticalAt
      durationSeconds
      severity
      autoActions
    }
    inherited {
      enabled
      threshold
      criticalAt
      durationSeconds
      severity
      autoActions
    }
  }
`);

export const rulesQuery = graphql(`
  query AlertRules($accountId: ID) {
    accountAlertRules(accountId: $accountId) {
      ...AlertRule_rule
    }
  }
`);

export const ruleAccountQuery = graphql(`
  query AlertRuleAccount($id: ID!) {
    account(id: $id) {
      id
      name
    }
  }
`);

export const setRule = graphql(`
  mutation SetAlertRule($input: SetAccountAlertRuleInput!) {
    setAccountAlertRule(input: $input) {
      rule {
        ...AlertRule_rule
      }
    }
  }
`);

export const resetRule = graphql(`
  mutation ResetAlertRule($input: ResetAccountAlertRuleInput!) {
    resetAccountAlertRule(input: $input) {
      rule {
        ...AlertRule_rule
      }
    }
  }
`);

export const previewQuery = graphql(`
  query PreviewAlertRule($input: PreviewAccountAlertRuleInput!) {
    previewAccountAlertRule(input: $input) {
      total
      measured
      asOf
      matches {
        accountId
        accountName
        value
        severity
        hasLasted
      }
    }
  }
`);

export type RuleData = AlertRulesQuery["accountAlertRules"][number];
