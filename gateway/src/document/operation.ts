import { Kind, getNamedType, isCompositeType } from "graphql";
import type {
  DocumentNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  GraphQLSchema,
  OperationDefinitionNode,
  OperationTypeNode,
  SelectionSetNode,
} from "graphql";
import type { AccessMap } from "../access/accessMap.ts";
import { fieldOf, narrow, needsOfField, possibleOf } from "../access/fieldNeeds.ts";
import type { Possible } from "../access/fieldNeeds.ts";
import type { Need } from "../access/need.ts";

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** One operation of a valid document, with what every request for it wants to know. */
export interface CheckedOperation {
  /** Unique in the process, for cache keys. */
  readonly id: string;
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
  readonly fragments: Fragments;
  readonly kind: OperationTypeNode;
  /** Names (not aliases) of all root fields, repeated as often as they are selected. */
  readonly rootFields: readonly string[];
  readonly introspects: boolean;
  /** Every distinct condition any of its fields asks for. */
  readonly needs: readonly Need[];
}

export function checkOperation(
  id: string,
  document: DocumentNode,
  definition: OperationDefinitionNode,
  schema: GraphQLSchema,
  access: AccessMap,
): CheckedOperation {
  const fragments = fragmentsOf(document);
  const reader = new OperationReader(schema, access, fragments);
  const root = schema.getRootType(definition.operation);
  if (root) reader.read(definition.selectionSet, root, possibleOf(schema, root), true);
  const { rootFields, needs } = reader;
  return {
    id,
    document,
    definition,
    fragments,
    kind: definition.operation,
    rootFields,
    introspects: rootFields.some((name) => name === "__schema" || name === "__type"),
    needs: [...needs.values()],
  };
}

export function fragmentsOf(document: DocumentNode): Fragments {
  return new Map(
    document.definitions.flatMap((each) =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [],
    ),
  );
}

class OperationReader {
  readonly rootFields: string[] = [];
  readonly needs = new Map<string, Need>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly access: AccessMap,
    private readonly fragments: Fragments,
  ) {}

  read(set: SelectionSetNode, parent: GraphQLCompositeType, possible: Possible, atRoot: boolean): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        if (atRoot) this.rootFields.push(selection.name.value);
        const field = fieldOf(parent, selection.name.value);
        if (!field) continue;
        for (const need of needsOfField(this.access, parent, possible, field)) this.needs.set(need.key, need);
        const type = getNamedType(field.type);
        if (selection.selectionSet && isCompositeType(type))
          this.read(selection.selectionSet, type, possibleOf(this.schema, type), false);
        continue;
      }
      const spread =
        selection.kind === Kind.FRAGMENT_SPREAD ? this.fragments.get(selection.name.value) : selection;
      if (!spread) continue;
      const condition = conditionOf(this.schema, spread.typeCondition?.name.value) ?? parent;
      this.read(spread.selectionSet, condition, narrow(this.schema, possible, condition), atRoot);
    }
  }
}

export function conditionOf(
  schema: GraphQLSchema,
  name: string | undefined,
): GraphQLCompositeType | undefined {
  const type = name === undefined ? undefined : schema.getType(name);
  return type && isCompositeType(type) ? type : undefined;
}
