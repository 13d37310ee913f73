import type { HealthAlertSummaryQuery } from "../gql/graphql.ts";
import { alertFeed } from "../live/alertFeed.tsx";
import { preferences } from "../preferences/preferences.ts";
import { healthAlertSummaryQuery, liveHealthAlerts, type LiveHealthAlert } from "./healthAlertQueries.ts";

export type HealthAlertCount = HealthAlertSummaryQuery["healthAlertSummary"]["counts"][number];

/** Alerts of patients. */
export const {
  Provider: HealthAlertProvider,
  useCounts: useHealthAlertCounts,
  useEvents: useHealthAlertEvents,
} = alertFeed({
  summary: healthAlertSummaryQuery,
  countsOf: ({ healthAlertSummary }) => healthAlertSummary.counts,
  live: liveHealthAlerts,
  eventOf: ({ healthAlert }) => healthAlert,
  isCounted: ({ change }) => change !== "REPEATED",
  onEvents: (events) => void makeHeard(events),
});

/** Only for those who want it on this device. */
async function makeHeard(events: readonly LiveHealthAlert[]): Promise<void> {
  if (!preferences().alertSound) return;
  const raised = events.filter(
    ({ change, severity }) => ["RAISED", "WORSENED", "ESCALATED"].includes(change) && severity !== "INFO",
  );
  if (raised.length === 0) return;
  const { beep } = await import("../alerts/beep.ts");
  beep(raised.some(({ severity }) => severity === "CRITICAL"));
}
