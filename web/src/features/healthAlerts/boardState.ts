import type { HealthAlertFilter, HealthAlertState } from "../../gql/graphql.ts";
import { healthAlertSeverities } from "../../healthAlerts/healthAlertCounts.ts";
import type { HealthAlertRow } from "../../healthAlerts/healthAlertQueries.ts";
import { pagingState } from "../../ui/paging.ts";
import { flag, ids, manyOf, oneOf, type StateOf, text } from "../../ui/urlState.ts";

export const views = ["board", "list"] as const;
export const shows = ["open", "ACTIVE", "ACKNOWLEDGED", "RESOLVED", "all"] as const;
export type Show = (typeof shows)[number];
export const kinds = ["THRESHOLD", "TREND", "NEWS2", "MISSING_DATA", "DEVICE_OFFLINE"] as const;

/** The board as its address describes it. */
export const boardState = {
  view: oneOf(views, "board"),
  show: oneOf(shows, "open"),
  severities: manyOf(healthAlertSeverities),
  kinds: manyOf(kinds),
  record: text,
  mine: flag,
  wall: flag,
  sel: ids,
  dialog: oneOf(["acknowledge", "resolve"], null),
  ...pagingState,
};

export type BoardState = StateOf<typeof boardState>;

export const noFilter = { show: "open", severities: [], kinds: [], record: "", mine: false } as const;

const statesOf: Readonly<Record<Show, readonly HealthAlertState[] | null>> = {
  open: ["ACTIVE", "ACKNOWLEDGED"],
  ACTIVE: ["ACTIVE"],
  ACKNOWLEDGED: ["ACKNOWLEDGED"],
  RESOLVED: ["RESOLVED"],
  all: null,
};

/** @param me the viewer: whose alerts are "mine". */
export function filterOf(
  { show, severities, kinds: some, record, mine }: BoardState,
  me: string,
): HealthAlertFilter {
  const states = statesOf[show];
  return {
    ...(states ? { states: [...states] } : {}),
    ...(severities.length > 0 ? { severities: [...severities] } : {}),
    ...(some.length > 0 ? { kinds: [...some] } : {}),
    ...(record ? { recordNumber: record } : {}),
    ...(mine ? { assignedToIds: [me] } : {}),
  };
}

export function isFiltered({ show, severities, kinds: some, record, mine }: BoardState): boolean {
  return show !== "open" || severities.length > 0 || some.length > 0 || record !== "" || mine;
}

/** Whether an alert that changed still belongs to what is shown: the same question as the server's. */
export function belongs(alert: HealthAlertRow, filter: HealthAlertFilter): boolean {
  const { states, severities, kinds: some, recordNumber, assignedToIds } = filter;
  return (
    (!states || states.includes(alert.state)) &&
    (!severities || severities.includes(alert.severity)) &&
    (!some || some.includes(alert.kind)) &&
    (!recordNumber || alert.recordNumber.toLowerCase().startsWith(recordNumber.toLowerCase())) &&
    (!assignedToIds || (alert.assignedTo != null && assignedToIds.includes(alert.assignedTo.id)))
  );
}

/** What nobody has taken on before what somebody has; the newest first. */
export function inLane(alerts: readonly HealthAlertRow[]): HealthAlertRow[] {
  return alerts.toSorted(
    (a, b) =>
      Number(a.state !== "ACTIVE") - Number(b.state !== "ACTIVE") || b.raisedAt.localeCompare(a.raisedAt),
  );
}
