import { graphql } from "../gql/gql.ts";
import type { LiveAlertsSubscription } from "../gql/graphql.ts";

export const liveAlerts = graphql(`
  subscription LiveAlerts {
    accountAlert {
      id
      at
      change
      version
      alert {
        ...AlertRow_alert
      }
    }
  }
`);

export type LiveAlert = LiveAlertsSubscription["accountAlert"];
