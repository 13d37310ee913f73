import { graphql } from "../gql/gql.ts";
import type { AlertRow_AlertFragment } from "../gql/graphql.ts";

export const alertRowFragment = graphql(`
  fragment AlertRow_alert on AccountAlert {
    id
    accountId
    accountName
    kind
    severity
    state
    unit
    value
    threshold
    since
    raisedAt
    resolvedAt
    resolution
    clearingSince
    version
    actions {
      action
      state
      outcome
    }
  }
`);

export const alertSummaryQuery = graphql(`
  query AlertSummary {
    accountAlertSummary {
      counts {
        state
        severity
        count
      }
      asOf
    }
  }
`);

export const acknowledgeAlerts = graphql(`
  mutation AcknowledgeAlerts($input: AcknowledgeAccountAlertsInput!) {
    acknowledgeAccountAlerts(input: $input) {
      alerts {
        ...AlertRow_alert
        acknowledgedAt
        acknowledgeNote
      }
    }
  }
`);

export const resolveAlert = graphql(`
  mutation ResolveAlert($input: ResolveAccountAlertInput!) {
    resolveAccountAlert(input: $input) {
      alert {
        ...AlertRow_alert
        resolveNote
      }
    }
  }
`);

export type AlertRowData = AlertRow_AlertFragment;
