import { Kind } from "graphql";
import type { FieldNode, GraphQLFormattedError, SelectionSetNode } from "graphql";
import type { ClientOperation } from "./clientOperation.ts";
import { isIncluded } from "./conditions.ts";
import type { ConditionValues } from "./conditions.ts";
import type { Fragments } from "./types.ts";
import { isFields } from "./row.ts";

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
  if (errors.length === 0) return errors;
  const isRelevant = ({ path = [] }: GraphQLFormattedError): boolean => {
    let value = data;
    let sets: readonly SelectionSetNode[] = [definition.selectionSet];
    for (const key of path) {
      if (typeof key === "number") {
        if (!Array.isArray(value)) return true;
        const list: readonly unknown[] = value;
        value = list[key];
        continue;
      }
      if (!isFields(value)) return true;
      const selected = sets.flatMap((set) => fieldsOf(set, key, fragments, values, new Set()));
      // The planner's own fields are relevant, and so is whatever may be the reason of a null close by.
      if (!Object.hasOwn(value, key)) return selected.length === 0 || Object.values(value).includes(null);
      value = value[key];
      sets = selected.flatMap(({ selectionSet }) => selectionSet ?? []);
    }
    return true;
  };
  return errors.filter(isRelevant);
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
