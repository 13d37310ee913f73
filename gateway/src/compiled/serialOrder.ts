import { Kind } from "graphql";
import type { DocumentNode, FieldNode } from "graphql";
import type { ClientOperation } from "./clientOperation.ts";
import type { ConditionValues } from "./conditions.ts";
import { collectFields } from "./shape/collectFields.ts";

/**
 * The document with a mutation's root fields written one after the other, as they are to be made. The planner takes
 * those inside fragments together and puts them after others that the client wrote later.
 */
export function inSerialOrder(
  document: DocumentNode,
  operation: ClientOperation,
  values: ConditionValues,
): DocumentNode {
  const { definition, rootType } = operation;
  const { fields } = collectFields(rootType, [definition.selectionSet], operation, values);
  const selections = [...fields.values()].flatMap(asOne);
  const ordered = { ...definition, selectionSet: { kind: Kind.SELECTION_SET, selections } } as const;
  return {
    ...document,
    definitions: document.definitions.map((each) => (each === definition ? ordered : each)),
  };
}

/** Selections of one field, made once with all that is selected of its result. */
function asOne([first, ...others]: readonly FieldNode[]): FieldNode[] {
  if (!first) return [];
  if (!first.selectionSet) return [first];
  const selections = [first, ...others].flatMap(({ selectionSet }) => selectionSet?.selections ?? []);
  return [{ ...first, selectionSet: { kind: Kind.SELECTION_SET, selections } }];
}
