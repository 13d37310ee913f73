import { alertSummaryQuery } from "../alerts/alertFragment.ts";
import type { AlertSummaryQuery } from "../gql/graphql.ts";
import { alertFeed } from "./alertFeed.tsx";
import { liveAlerts } from "./alertQueries.ts";

export type AlertCount = AlertSummaryQuery["accountAlertSummary"]["counts"][number];

/** Alerts of accounts. */
export const {
  Provider: AlertProvider,
  useCounts: useAlertCounts,
  useEvents: useAlertEvents,
} = alertFeed({
  summary: alertSummaryQuery,
  countsOf: ({ accountAlertSummary }) => accountAlertSummary.counts,
  live: liveAlerts,
  eventOf: ({ accountAlert }) => accountAlert,
});
