import { Kind, getNamedType, isCompositeType } from "graphql";
import type {
  DocumentNode,
  GraphQLCompositeType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from "graphql";
import { fieldOf, narrow, possibleOf } from "../access/fieldNeeds.ts";
import type { Possible } from "../access/fieldNeeds.ts";
import { conditionOf, fragmentsOf } from "../document/operation.ts";
import type { Fragments } from "../document/operation.ts";

/**
 * Writes every fragment out where it is spread and drops type conditions that always hold there. Apollo's
 * response shaping needs it: in `{ book { ... on Item { ... on Book { title } } } }` it takes the object for a
 * mere Item once inside the outer fragment, and leaves the title out.
 */
export function spreadFragments(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  schema: GraphQLSchema,
): DocumentNode {
  const root = schema.getRootType(operation.operation);
  if (!root) throw new Error("A valid operation has a root type.");
  const spreader = new Spreader(schema, fragmentsOf(document));
  const selectionSet = spreader.set(operation.selectionSet, root, possibleOf(schema, root));
  return { kind: Kind.DOCUMENT, definitions: [{ ...operation, selectionSet }] };
}

class Spreader {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: Fragments,
  ) {}

  set(set: SelectionSetNode, parent: GraphQLCompositeType, possible: Possible): SelectionSetNode {
    const selections = set.selections.flatMap((selection) => this.selection(selection, parent, possible));
    return { kind: Kind.SELECTION_SET, selections };
  }

  private selection(
    selection: SelectionNode,
    parent: GraphQLCompositeType,
    possible: Possible,
  ): SelectionNode[] {
    if (selection.kind === Kind.FIELD) {
      const field = fieldOf(parent, selection.name.value);
      const type = field && getNamedType(field.type);
      if (!selection.selectionSet || !type || !isCompositeType(type)) return [selection];
      return [
        { ...selection, selectionSet: this.set(selection.selectionSet, type, possibleOf(this.schema, type)) },
      ];
    }
    const spread =
      selection.kind === Kind.FRAGMENT_SPREAD ? this.fragments.get(selection.name.value) : selection;
    if (!spread) return [];
    const condition = conditionOf(this.schema, spread.typeCondition?.name.value) ?? parent;
    const narrowed = narrow(this.schema, possible, condition);
    if (narrowed.length === 0) return [];
    const all = possibleOf(this.schema, parent);
    const always = narrow(this.schema, all, condition).length === all.length;
    const selectionSet = this.set(spread.selectionSet, always ? parent : condition, narrowed);
    const directives = selection.directives ?? [];
    if (always && directives.length === 0) return [...selectionSet.selections];
    const { typeCondition } = spread;
    return [
      {
        kind: Kind.INLINE_FRAGMENT,
        ...(typeCondition && !always && { typeCondition }),
        directives,
        selectionSet,
      },
    ];
  }
}
