import { graphql } from "../gql/gql.ts";
import type { SystemAlertRow_AlertFragment } from "../gql/graphql.ts";

export const alertFragment = graphql(`
  fragment SystemAlertRow_alert on SystemAlert {
    id
    source
    sourceId
    name
    title {
      zh
      en
    }
    summary {
      zh
      en
    }
    labels {
      name
      value
    }
    unit
    value
    threshold
    operator
    severity
    state
    since
    raisedAt
    resolvedAt
    isFlapping
    staleSince
    notifiedAt
    path
    version
    suppression {
      kind
      until
      comment
      byName
      byAlertId
      silenceId
    }
  }
`);

export type SystemAlertRow = SystemAlertRow_AlertFragment;

export const acknowledgeAlert = graphql(`
  mutation AcknowledgeSystemAlert($input: SystemAlertActInput!) {
    acknowledgeSystemAlert(input: $input) {
      alert {
        ...SystemAlertRow_alert
      }
    }
  }
`);

export const resolveAlert = graphql(`
  mutation ResolveSystemAlert($input: SystemAlertActInput!) {
    resolveSystemAlert(input: $input) {
      alert {
        ...SystemAlertRow_alert
      }
    }
  }
`);

export const liveSystemAlerts = graphql(`
  subscription SystemAlertNews {
    systemAlert {
      id
      change
      version
      alert {
        id
        name
        state
        severity
      }
    }
  }
`);
