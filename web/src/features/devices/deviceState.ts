import type { HealthDeviceFilter } from "../../gql/graphql.ts";
import { pagingState } from "../../ui/paging.ts";
import { manyOf, oneOf, order, type StateOf, text } from "../../ui/urlState.ts";

export const deviceKinds = [
  "BLOOD_PRESSURE_METER",
  "GLUCOSE_METER",
  "THERMOMETER",
  "OXIMETER",
  "SCALE",
  "WRISTBAND",
  "MONITOR",
  "GATEWAY",
] as const;
export const connections = ["ONLINE", "OFFLINE", "NEVER_SEEN"] as const;
export const conditions = ["BOUND", "FREE", "BATTERY_LOW", "RETIRED"] as const;
export const deviceOrders = ["CREATED", "LAST_CONTACT", "NAME", "QUALITY"] as const;

/** The server has one direction for each order: the one that is of use. */
const directions = { CREATED: "DESC", LAST_CONTACT: "ASC", NAME: "ASC", QUALITY: "ASC" } as const;

export const listState = {
  search: text,
  kinds: manyOf(deviceKinds),
  connections: manyOf(connections),
  condition: oneOf(conditions, null),
  order: order(deviceOrders, { by: "CREATED", direction: "DESC" }),
  dialog: oneOf(["register"], null),
  ...pagingState,
};
export type ListState = StateOf<typeof listState>;

export const noFilter = {
  search: "",
  kinds: [],
  connections: [],
  condition: null,
} satisfies Partial<ListState>;

export function orderOf({ by }: ListState["order"]): ListState["order"] {
  return { by, direction: directions[by] };
}

export function isFiltered({ search, kinds, connections: linked, condition }: ListState): boolean {
  return search !== "" || kinds.length > 0 || linked.length > 0 || condition !== null;
}

export function filterOf({ search, kinds, connections: linked, condition }: ListState): HealthDeviceFilter {
  return {
    ...(search && { search }),
    ...(kinds.length > 0 && { kinds: [...kinds] }),
    ...(linked.length > 0 && { connections: [...linked] }),
    ...(condition === "BOUND" && { isBound: true }),
    ...(condition === "FREE" && { isBound: false }),
    ...(condition === "BATTERY_LOW" && { isBatteryLow: true }),
    ...(condition === "RETIRED" && { isRetired: true }),
  };
}
