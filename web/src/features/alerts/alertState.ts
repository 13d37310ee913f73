import type { AccountAlertFilter, AccountAlertState } from "../../gql/graphql.ts";
import { alertKinds, alertSeverities } from "../../status/alertLook.ts";
import { pagingState } from "../../ui/paging.ts";
import { ids, manyOf, oneOf, type StateOf, text } from "../../ui/urlState.ts";

export const shows = ["active", "open", "acknowledged", "resolved", "all"] as const;
export type Show = (typeof shows)[number];

export const periods = ["1", "24", "168", "720"] as const;

/** The board as its address describes it. */
export const boardState = {
  show: oneOf(shows, "active"),
  severities: manyOf(alertSeverities),
  kinds: manyOf(alertKinds),
  search: text,
  period: oneOf(periods, null),
  sel: ids,
  dialog: oneOf(["acknowledge"], null),
  ...pagingState,
};

export type BoardState = StateOf<typeof boardState>;

export const noFilter = { show: "active", severities: [], kinds: [], search: "", period: null } as const;

const statesOf: Readonly<Record<Show, readonly AccountAlertState[] | null>> = {
  active: ["OPEN", "ACKNOWLEDGED"],
  open: ["OPEN"],
  acknowledged: ["ACKNOWLEDGED"],
  resolved: ["RESOLVED"],
  all: null,
};

const minuteMs = 60_000;

/** Rounded to the minute, so that the same question keeps the same name in the cache. */
export function filterOf(state: BoardState, now: number): AccountAlertFilter {
  const { show, severities, kinds, search, period } = state;
  const states = statesOf[show];
  const from =
    period === null ? null : Math.floor(now / minuteMs) * minuteMs - Number(period) * 60 * minuteMs;
  return {
    ...(states ? { states: [...states] } : {}),
    ...(severities.length > 0 ? { severities: [...severities] } : {}),
    ...(kinds.length > 0 ? { kinds: [...kinds] } : {}),
    ...(search ? { search } : {}),
    ...(from === null ? {} : { raisedFrom: new Date(from).toISOString() }),
  };
}

export function isFiltered({ show, severities, kinds, search, period }: BoardState): boolean {
  return show !== "active" || severities.length > 0 || kinds.length > 0 || search !== "" || period !== null;
}
