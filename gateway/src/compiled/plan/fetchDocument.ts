import type { FetchNode } from "@apollo/query-planner";
import { Kind, parse } from "graphql";
import type { FieldNode, OperationDefinitionNode, SelectionSetNode } from "graphql";
import { isIncluded } from "../conditions.ts";
import type { ConditionValues } from "../conditions.ts";
import type { Rename } from "./intake.ts";
import type { Fragments } from "../types.ts";
import { conditionOf } from "./rewrites.ts";

/** The operation of a fetch, read once. */
export class FetchDocument {
  readonly operation: OperationDefinitionNode;
  readonly fragments: Fragments;
  readonly renames: readonly Rename[];

  constructor({ operation, operationDocumentNode, outputRewrites }: FetchNode) {
    const { definitions } = operationDocumentNode ?? parse(operation);
    const found = definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
    if (!found) throw new Error("A fetch without an operation.");
    const fragments = definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION);
    this.operation = found;
    this.fragments = new Map(fragments.map((each) => [each.name.value, each]));
    this.renames = (outputRewrites ?? []).map((rewrite) => {
      if (rewrite.kind !== "KeyRenamer") throw new Error(`The plan asks for a ${rewrite.kind} on an answer.`);
      return {
        path: rewrite.path.filter((element) => conditionOf(element) === null),
        to: rewrite.renameKeyTo,
      };
    });
  }

  /** What is selected of each entity. */
  get entitySelections(): SelectionSetNode[] {
    return this.operation.selectionSet.selections.flatMap((selection) =>
      selection.kind === Kind.FIELD && selection.selectionSet ? [selection.selectionSet] : [],
    );
  }

  /** The fields at the top, as variables stand. */
  rootFields(values: ConditionValues): FieldNode[] {
    return this.fieldsOf(this.operation.selectionSet, values);
  }

  private fieldsOf(set: SelectionSetNode, values: ConditionValues): FieldNode[] {
    return set.selections
      .filter((selection) => isIncluded(selection, values))
      .flatMap((selection) => {
        if (selection.kind === Kind.FIELD) return [selection];
        const fragment =
          selection.kind === Kind.INLINE_FRAGMENT ? selection : this.fragments.get(selection.name.value);
        return fragment ? this.fieldsOf(fragment.selectionSet, values) : [];
      });
  }
}
