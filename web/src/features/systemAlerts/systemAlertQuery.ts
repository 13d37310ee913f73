import { graphql } from "../../gql/gql.ts";
import type { SystemAlertQuery } from "../../gql/graphql.ts";

export const systemAlertQuery = graphql(`
  query SystemAlert($id: ID!, $people: Boolean!) {
    systemAlert(id: $id) {
      ...SystemAlertRow_alert
      metric
      measure
      peak
      acknowledgedAt
      acknowledgeNote
      resolution
      resolveNote
      escalations
      acknowledgedBy @include(if: $people) {
        id
        displayName
      }
      resolvedBy @include(if: $people) {
        id
        displayName
      }
      timeline {
        id
        at
        type
        value
        severity
        note
        detail
        actor @include(if: $people) {
          id
          displayName
        }
      }
    }
  }
`);

export type SystemAlertData = NonNullable<SystemAlertQuery["systemAlert"]>;
