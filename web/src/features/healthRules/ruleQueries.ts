import { graphql } from "../../gql/gql.ts";
import type { HealthRule_RuleFragment } from "../../gql/graphql.ts";

export const ruleFragment = graphql(`
  fragment HealthRule_rule on HealthRule {
    id
    shippedKey
    isAsShipped
    nameZh
    nameEn
    kind
    adviceZh
    adviceEn
    source
    isEnabled
    version
    updatedAt
    openAlerts
    condition {
      threshold {
        code
        hysteresis
        consecutive
        mealContext
        maxAgeMinutes
        levels {
          severity
          operator
          limit
        }
      }
      trend {
        code
        measure
        windowMinutes
        hysteresis
        count
        of
        minReadings
        levels {
          severity
          operator
          limit
        }
      }
      news2 {
        levels {
          severity
          risk
        }
      }
      missingData {
        codes
        expectedOnly
        levels {
          severity
          minutes
        }
      }
      deviceOffline {
        levels {
          severity
          minutes
        }
      }
    }
    reach {
      groups
      sex
      ageFrom
      ageTo
      spo2Scale
      patientIds
      exceptPatientIds
    }
  }
`);

export type RuleData = HealthRule_RuleFragment;

export const rulesQuery = graphql(`
  query HealthRules($filter: HealthRuleFilter, $first: Int, $after: String, $last: Int, $before: String) {
    healthRules(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        ...HealthRule_rule
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
  query HealthRule($id: ID!, $people: Boolean!) {
    healthRule(id: $id) {
      ...HealthRule_rule
      reach {
        patients @include(if: $people) {
          id
          name
          recordNumber
        }
        exceptPatients @include(if: $people) {
          id
          name
          recordNumber
        }
      }
    }
  }
`);

export const groupsQuery = graphql(`
  query HealthRuleGroups {
    patientGroups
  }
`);

export const patientChoicesQuery = graphql(`
  query HealthRulePatients($search: String!) {
    patients(first: 10, filter: { search: $search }) {
      nodes {
        id
        name
        recordNumber
      }
    }
  }
`);

export const namedPatientQuery = graphql(`
  query HealthRulePatient($id: ID!) {
    patient(id: $id) {
      id
      name
      recordNumber
    }
  }
`);

export const createRule = graphql(`
  mutation CreateHealthRule($input: CreateHealthRuleInput!) {
    createHealthRule(input: $input) {
      rule {
        ...HealthRule_rule
      }
    }
  }
`);

export const updateRule = graphql(`
  mutation UpdateHealthRule($input: UpdateHealthRuleInput!) {
    updateHealthRule(input: $input) {
      rule {
        ...HealthRule_rule
      }
    }
  }
`);

export const resetRule = graphql(`
  mutation ResetHealthRule($input: HealthRuleInput!) {
    resetHealthRule(input: $input) {
      rule {
        ...HealthRule_rule
      }
    }
  }
`);

export const deleteRule = graphql(`
  mutation DeleteHealthRule($input: HealthRuleInput!) {
    deleteHealthRule(input: $input) {
      removedId
    }
  }
`);

export const testRule = graphql(`
  query TestHealthRule($input: TestHealthRuleInput!) {
    testHealthRule(input: $input) {
      from
      to
      patientCount
      readingCount
      firingCount
      firedPatientCount
      longestMinutes
      unit
      days {
        day
        info
        warning
        critical
      }
      firings {
        patientId
        recordNumber
        severity
        raisedAt
        clearedAt
        count
        value
      }
    }
  }
`);

export const ruleChanged = graphql(`
  subscription HealthRuleChanged {
    healthRuleChanged {
      id
      change
      ruleId
      version
    }
  }
`);
