import { Kind } from "graphql";
import type { GraphQLFormattedError, SelectionSetNode } from "graphql";
import type { ClientOperation } from "./clientOperation.ts";
import { isIncluded } from "./conditions.ts";
import type { ConditionValues } from "./conditions.ts";
import { isFields } from "./row.ts";

/**
 * Leaves out errors of fields that the client asked for, but not of objects of that type. A subgraph that has an
 * interface as an object type (@interfaceObject) cannot tell its types apart and is asked about all of them.
 */
export function relevant(
  errors: readonly GraphQLFormattedError[],
  data: unknown,
  operation: ClientOperation,
  values: ConditionValues,
): GraphQLFormattedError[] {
  return errors.filter((error) => isRelevant(error, data, operation, values));
}

function isRelevant(
  { path = [] }: GraphQLFormattedError,
  data: unknown,
  { definition, fragments }: ClientOperation,
  values: ConditionValues,
): boolean {
  const selectionsOf = (sets: readonly SelectionSetNode[], name: string): SelectionSetNode[] | null => {
    const found = sets.flatMap(({ selections }) =>
      selections
        .filter((selection) => isIncluded(selection, values))
        .flatMap((selection) => {
          if (selection.kind !== Kind.FIELD) {
            const fragment =
              selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
            return (fragment && selectionsOf([fragment.selectionSet], name)) ?? [];
          }
          return (selection.alias ?? selection.name).value === name
            ? [selection.selectionSet ?? nothing]
            : [];
        }),
    );
    return found.length > 0 ? found : null;
  };

  let value = data;
  let sets: readonly SelectionSetNode[] = [definition.selectionSet];
  for (const key of path) {
    if (typeof key === "number") {
      if (!Array.isArray(value)) return true;
      value = value[key] as unknown;
      continue;
    }
    if (!isFields(value)) return true;
    const inner = selectionsOf(sets, key);
    // The planner's own fields are relevant, and so is whatever may be the reason of a null close by.
    if (!Object.hasOwn(value, key)) return inner === null || Object.values(value).includes(null);
    value = value[key];
    sets = inner ?? [];
  }
  return true;
}

const nothing: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [] };
