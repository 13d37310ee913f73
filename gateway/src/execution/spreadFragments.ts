import { Kind, getNamedType, isCompositeType } from "graphql";
import type {
  DocumentNode,
  FieldNode,
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
import type { AliasCover } from "./aliasCover.ts";

/**
 * Writes every fragment out where it is spread and drops type conditions that always hold there. Apollo's
 * response shaping needs it: in `{ book { ... on Item { ... on Book { title } } } }` it takes the object for a
 * mere Item once inside the outer fragment, and leaves the title out.
 */
export function spreadFragments(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  schema: GraphQLSchema,
  aliases: AliasCover,
): DocumentNode {
  const root = schema.getRootType(operation.operation);
  if (!root) throw new Error("A valid operation has a root type.");
  const spreader = new Spreader(schema, fragmentsOf(document), aliases);
  const selectionSet = spreader.set(operation.selectionSet, root, possibleOf(schema, root));
  return { kind: Kind.DOCUMENT, definitions: [{ ...operation, selectionSet }] };
}

class Spreader {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: Fragments,
    private readonly aliases: AliasCover,
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
    if (selection.kind === Kind.FIELD) return [this.field(selection, parent, possible)];
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

  private field(selection: FieldNode, parent: GraphQLCompositeType, possible: Possible): FieldNode {
    const { name, alias, selectionSet } = selection;
    const field: FieldNode = alias
      ? { ...selection, alias: { ...alias, value: this.aliases.cover(alias.value, name.value, possible) } }
      : selection;
    const declared = fieldOf(parent, name.value);
    const type = declared && getNamedType(declared.type);
    if (!selectionSet || !type || !isCompositeType(type)) return field;
    return { ...field, selectionSet: this.set(selectionSet, type, possibleOf(this.schema, type)) };
  }
}
