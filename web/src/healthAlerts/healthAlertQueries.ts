import { graphql } from "../gql/gql.ts";
import type { HealthAlertRow_AlertFragment, LiveHealthAlertsSubscription } from "../gql/graphql.ts";

export const healthAlertRow = graphql(`
  fragment HealthAlertRow_alert on HealthAlert {
    id
    patientId
    recordNumber
    kind
    severity
    state
    count
    causedAt
    lastCausedAt
    raisedAt
    updatedAt
    acknowledgedAt
    resolvedAt
    resolution
    escalationLevel
    escalateAt
    version
    patient {
      id
      name
    }
    text(language: $language) {
      title
      summary
    }
    cause {
      measure
      value
      worst
      unit
      operator
      limit
    }
    assignedTo {
      id
      displayName @include(if: $people)
    }
    acknowledgedBy {
      id
      displayName @include(if: $people)
    }
  }
`);

export const liveHealthAlerts = graphql(`
  subscription LiveHealthAlerts {
    healthAlert {
      id
      at
      change
      version
      alertId
      patientId
      severity
      state
    }
  }
`);

export const healthAlertSummaryQuery = graphql(`
  query HealthAlertSummary {
    healthAlertSummary {
      counts {
        state
        severity
        count
      }
      open
      patients
      asOf
    }
  }
`);

export const acknowledgeHealthAlerts = graphql(`
  mutation AcknowledgeHealthAlerts(
    $input: AcknowledgeHealthAlertsInput!
    $language: TextLanguage!
    $people: Boolean!
  ) {
    acknowledgeHealthAlerts(input: $input) {
      alerts {
        ...HealthAlertRow_alert
      }
      refused {
        alertId
        reason
      }
    }
  }
`);

export const assignHealthAlerts = graphql(`
  mutation AssignHealthAlerts($input: AssignHealthAlertsInput!, $language: TextLanguage!, $people: Boolean!) {
    assignHealthAlerts(input: $input) {
      alerts {
        ...HealthAlertRow_alert
      }
      refused {
        alertId
        reason
      }
    }
  }
`);

export const resolveHealthAlerts = graphql(`
  mutation ResolveHealthAlerts(
    $input: ResolveHealthAlertsInput!
    $language: TextLanguage!
    $people: Boolean!
  ) {
    resolveHealthAlerts(input: $input) {
      alerts {
        ...HealthAlertRow_alert
        note
      }
      refused {
        alertId
        reason
      }
    }
  }
`);

export type HealthAlertRow = HealthAlertRow_AlertFragment;
export type LiveHealthAlert = LiveHealthAlertsSubscription["healthAlert"];
