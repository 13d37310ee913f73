import { Kind, visit } from "graphql";
import type { DocumentNode, FieldNode, SelectionNode } from "graphql";
import { isIncluded } from "./conditions.ts";
import type { ConditionValues } from "./conditions.ts";

/**
 * The document as `@skip` and `@include` leave it. Planned with its conditions, an operation may lack fields it should
 * have: the planner fetches the inputs of a conditional `@requires` field under the field's condition, and executors
 * give up other fields of the entity with it. Without conditions plans are right, and smaller.
 */
export function specialise(document: DocumentNode, values: ConditionValues): DocumentNode {
  return visit(document, {
    Field: {
      enter: (field) => (isIncluded(field, values) ? withoutConditions(field) : null),
      leave: (field) => (field.selectionSet?.selections.length === 0 ? justTypename(field) : undefined),
    },
    InlineFragment: {
      enter: (fragment) => (isIncluded(fragment, values) ? withoutConditions(fragment) : null),
      leave: (fragment) => (fragment.selectionSet.selections.length === 0 ? null : undefined),
    },
    FragmentSpread: (spread) => (isIncluded(spread, values) ? withoutConditions(spread) : null),
    FragmentDefinition: {
      leave: (fragment) =>
        fragment.selectionSet.selections.length === 0 ? justTypename(fragment) : undefined,
    },
  });
}

function withoutConditions<Node extends SelectionNode>(node: Node): Node | undefined {
  const { directives = [] } = node;
  const others = directives.filter(({ name }) => name.value !== "skip" && name.value !== "include");
  return others.length === directives.length ? undefined : { ...node, directives: others };
}

/** Keeps what has lost all that was selected of it valid; the planner is the only one to see this. */
function justTypename<Node extends object>(node: Node): Node {
  return { ...node, selectionSet: { kind: Kind.SELECTION_SET, selections: [typename] } };
}

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } };
