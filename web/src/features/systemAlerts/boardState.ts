import type { SystemAlertFilter, SystemAlertState } from "../../gql/graphql.ts";
import { pagingState } from "../../ui/paging.ts";
import { manyOf, oneOf, type StateOf, text } from "../../ui/urlState.ts";

export const shows = ["active", "FIRING", "ACKNOWLEDGED", "RESOLVED", "all"] as const;
export type Show = (typeof shows)[number];
export const severities = ["CRITICAL", "WARNING", "INFO"] as const;
export const sources = ["RULE", "WECOM"] as const;

/** The board as its address describes it. */
export const boardState = {
  show: oneOf(shows, "active"),
  severities: manyOf(severities),
  sources: manyOf(sources),
  told: oneOf(["suppressed"], null),
  search: text,
  ...pagingState,
};

export type BoardState = StateOf<typeof boardState>;

export const noFilter = { show: "active", severities: [], sources: [], told: null, search: "" } as const;

const statesOf: Readonly<Record<Show, readonly SystemAlertState[] | null>> = {
  active: ["FIRING", "ACKNOWLEDGED"],
  FIRING: ["FIRING"],
  ACKNOWLEDGED: ["ACKNOWLEDGED"],
  RESOLVED: ["RESOLVED"],
  all: null,
};

export function filterOf({
  show,
  severities: some,
  sources: from,
  told,
  search,
}: BoardState): SystemAlertFilter {
  const states = statesOf[show];
  return {
    ...(states ? { states: [...states] } : {}),
    ...(some.length > 0 ? { severities: [...some] } : {}),
    ...(from.length > 0 ? { sources: [...from] } : {}),
    ...(told ? { isSuppressed: true } : {}),
    ...(search ? { search } : {}),
  };
}

export function isFiltered({ show, severities: some, sources: from, told, search }: BoardState): boolean {
  return show !== "active" || some.length > 0 || from.length > 0 || told !== null || search !== "";
}
