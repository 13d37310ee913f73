import { Kind, isAbstractType, isCompositeType } from "graphql";
import type { FieldNode, GraphQLInterfaceType, GraphQLObjectType, SelectionSetNode } from "graphql";
import type { ClientOperation } from "../clientOperation.ts";
import { isIncluded } from "../conditions.ts";
import type { ConditionValues } from "../conditions.ts";

export interface CollectedFields {
  /** By response name, in the order of the answer. */
  readonly fields: ReadonlyMap<string, readonly FieldNode[]>;
  /** Set for an interface, when what is selected depends on the object's own type. */
  readonly needsType: boolean;
}

/** GraphQL's CollectFields, done when compiling. `type` may be an interface, for objects nobody knows the type of. */
export function collectFields(
  type: GraphQLObjectType | GraphQLInterfaceType,
  selections: readonly SelectionSetNode[],
  { apiSchema, fragments }: ClientOperation,
  values: ConditionValues,
): CollectedFields {
  const fields = new Map<string, FieldNode[]>();
  const spread = new Set<string>();
  let needsType = false;

  const applies = (condition: string | undefined): boolean => {
    if (condition === undefined || condition === type.name) return true;
    const named = apiSchema.getType(condition);
    if (isAbstractType(named) && apiSchema.isSubType(named, type)) return true;
    if (isAbstractType(type) && isCompositeType(named)) needsType = true;
    return false;
  };

  const collect = (set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (!isIncluded(selection, values)) continue;
      if (selection.kind === Kind.FIELD) {
        if (selection.name.value === "__typename" && isAbstractType(type)) needsType = true;
        const key = (selection.alias ?? selection.name).value;
        const same = fields.get(key);
        if (same) same.push(selection);
        else fields.set(key, [selection]);
        continue;
      }
      const isSpread = selection.kind === Kind.FRAGMENT_SPREAD;
      if (isSpread && spread.has(selection.name.value)) continue;
      if (isSpread) spread.add(selection.name.value);
      const fragment = isSpread ? fragments.get(selection.name.value) : selection;
      if (fragment && applies(fragment.typeCondition?.name.value)) collect(fragment.selectionSet);
    }
  };

  for (const set of selections) collect(set);
  return { fields, needsType };
}
