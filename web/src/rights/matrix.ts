import { covers, holds } from "../viewer/permissions.ts";

export interface Right {
  id: string;
  resource: string;
  action: string;
}

export type CellState = "own" | "wildcard" | "inherited" | "none";

/** Why a right is held, strongest reason first: what one unticks is what one ticked. */
export function cellState(right: string, own: readonly string[], inherited: readonly string[]): CellState {
  if (own.includes(right)) return "own";
  if (holds(own, right)) return "wildcard";
  return holds(inherited, right) ? "inherited" : "none";
}

/** The rights with one switched. "Everything" of a resource takes its single rights in, and gives them back as none. */
export function toggle(own: readonly string[], right: string): readonly string[] {
  if (own.includes(right)) return own.filter((one) => one !== right);
  return [...own.filter((one) => !covers(right, one)), right].toSorted();
}

export interface MatrixRow {
  resource: string;
  rights: readonly Right[];
}

/** Read before write, and the rest in the alphabet's order behind. */
const actionOrder = ["read", "write", "create", "update", "delete"];

export function toRows(rights: readonly Right[]): {
  rows: readonly MatrixRow[];
  actions: readonly string[];
} {
  const resources = [...new Set(rights.map(({ resource }) => resource))].toSorted();
  const actions = [...new Set(rights.map(({ action }) => action))].toSorted(
    (one, other) => rank(one) - rank(other) || one.localeCompare(other),
  );
  return {
    actions,
    rows: resources.map((resource) => ({
      resource,
      rights: rights.filter((right) => right.resource === resource),
    })),
  };
}

function rank(action: string): number {
  const at = actionOrder.indexOf(action);
  return at < 0 ? actionOrder.length : at;
}
