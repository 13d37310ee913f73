import { Kind } from "graphql";
import type { FieldNode, GraphQLFormattedError, SelectionSetNode } from "graphql";
import type { ClientOperation } from "./clientOperation.ts";
import { isIncluded } from "./conditions.ts";
import type { ConditionValues } from "./conditions.ts";
import { isFields } from "./row.ts";
import type { Fields } from "./row.ts";
import type { Fragments, PathKey } from "./types.ts";

/**
 * Leaves out errors of fields that the client asked for, but not of objects of that type. A subgraph that has an
 * interface as an object type (@interfaceObject) cannot tell its types apart and is asked about all of them.
 */
export function relevant(
  errors: readonly GraphQLFormattedError[],
  data: unknown,
  { definition, fragments }: ClientOperation,
  values: ConditionValues,
): readonly GraphQLFormattedError[] {
  return errors.filter(({ path = [] }) => {
    const absent = absentIn(data, path);
    if (!absent) return true;
    let sets: readonly SelectionSetNode[] = [definition.selectionSet];
    let selected: readonly FieldNode[] = [];
    for (const key of absent.path) {
      if (typeof key === "number") continue;
      selected = sets.flatMap((set) => fieldsOf(set, key, fragments, values, new Set()));
      sets = selected.flatMap(({ selectionSet }) => selectionSet ?? []);
    }
    // The planner's own fields are relevant, and so is whatever may be the reason of a null close by.
    return selected.length === 0 || Object.values(absent.from).includes(null);
  });
}

/** The object of the answer that lacks a key of the path, and the path to that key; null when none does. */
function absentIn(
  data: unknown,
  path: readonly PathKey[],
): { from: Fields; path: readonly PathKey[] } | null {
  let value = data;
  for (const [index, key] of path.entries()) {
    if (Array.isArray(value) && typeof key === "number") {
      const list: readonly unknown[] = value;
      value = list[key];
    } else if (isFields(value) && typeof key === "string") {
      if (!Object.hasOwn(value, key)) return { from: value, path: path.slice(0, index + 1) };
      value = value[key];
    } else return null;
  }
  return null;
}

/** What is selected under a response name, of objects of whatever type. */
function fieldsOf(
  { selections }: SelectionSetNode,
  name: string,
  fragments: Fragments,
  values: ConditionValues,
  spread: Set<string>,
): FieldNode[] {
  return selections.flatMap((selection) => {
    if (!isIncluded(selection, values)) return [];
    if (selection.kind === Kind.FIELD)
      return (selection.alias ?? selection.name).value === name ? [selection] : [];
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return fieldsOf(selection.selectionSet, name, fragments, values, spread);
    const fragment = spread.has(selection.name.value) ? undefined : fragments.get(selection.name.value);
    spread.add(selection.name.value);
    return fragment ? fieldsOf(fragment.selectionSet, name, fragments, values, spread) : [];
  });
}
