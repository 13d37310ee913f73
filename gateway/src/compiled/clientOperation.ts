import { GraphQLError, Kind, OperationTypeNode } from "graphql";
import type { DocumentNode, GraphQLObjectType, GraphQLSchema, OperationDefinitionNode } from "graphql";
import type { Fragments } from "./types.ts";
import type { Naming } from "./naming.ts";
import type { PlanContext } from "./plan/step.ts";
import { SupergraphTypes } from "./plan/supergraphTypes.ts";

/** One operation of a client's document, with what is needed to compile it. */
export class ClientOperation {
  readonly definition: OperationDefinitionNode;
  readonly fragments: Fragments;
  readonly rootType: GraphQLObjectType;

  constructor(
    document: DocumentNode,
    name: string | undefined,
    readonly apiSchema: GraphQLSchema,
  ) {
    this.definition = definitionOf(document, name);
    const fragments = document.definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION);
    this.fragments = new Map(fragments.map((each) => [each.name.value, each]));
    const { operation } = this.definition;
    const rootType = apiSchema.getRootType(operation);
    if (!rootType) throw new GraphQLError(`There is no ${operation} in this graph.`);
    this.rootType = rootType;
  }

  get isMutation(): boolean {
    return this.definition.operation === OperationTypeNode.MUTATION;
  }

  get isSubscription(): boolean {
    return this.definition.operation === OperationTypeNode.SUBSCRIPTION;
  }

  planContext(naming: Naming, supergraphSchema: GraphQLSchema): PlanContext {
    return {
      naming,
      types: new SupergraphTypes(supergraphSchema),
      mutationType: this.isMutation ? this.rootType : null,
    };
  }
}

function definitionOf({ definitions }: DocumentNode, name: string | undefined): OperationDefinitionNode {
  const found = definitions
    .filter((each) => each.kind === Kind.OPERATION_DEFINITION)
    .find((each) => name === undefined || each.name?.value === name);
  if (!found)
    throw new GraphQLError(name === undefined ? "There is no operation." : `There is no operation ${name}.`);
  return found;
}
