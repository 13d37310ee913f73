import type { HealthRuleFilter } from "../../gql/graphql.ts";
import { pagingState } from "../../ui/paging.ts";
import { manyOf, oneOf, type StateOf, text } from "../../ui/urlState.ts";
import { kinds } from "./ruleForm.ts";

/** The list as its address describes it. */
export const listState = {
  kinds: manyOf(kinds),
  state: oneOf(["on", "off"], null),
  origin: oneOf(["shipped", "own"], null),
  search: text,
  ...pagingState,
};

export type ListState = StateOf<typeof listState>;

export const noFilter = { kinds: [], state: null, origin: null, search: "" } as const;

export function filterOf({ kinds: some, state, origin, search }: ListState): HealthRuleFilter {
  return {
    ...(some.length > 0 && { kinds: [...some] }),
    ...(state && { isEnabled: state === "on" }),
    ...(origin && { isShipped: origin === "shipped" }),
    ...(search && { search }),
  };
}

export function isFiltered({ kinds: some, state, origin, search }: ListState): boolean {
  return some.length > 0 || state !== null || origin !== null || search !== "";
}
