import { Kind, OperationTypeNode, executeSync, print, visit } from "graphql";
import type { ASTNode, DocumentNode, FieldNode, FragmentDefinitionNode, GraphQLSchema } from "graphql";
import type { OperationDefinitionNode } from "graphql";
import { LRUCache } from "lru-cache";
import type { ClientOperation } from "../clientOperation.ts";
import type { Fragments } from "../types.ts";
import type { Fields } from "../row.ts";
import type { Shaping } from "./shaping.ts";

/** Answers take long to make and are large, and tools ask the same few questions. */
const answersMax = 16;
const answersOf = new WeakMap<GraphQLSchema, LRUCache<string, Fields>>();

/** `__schema` or `__type`, compiled. */
export type Introspect = (shaping: Shaping) => unknown;

/** @param nodes all selections of the field under one response name */
export function introspectionOf(
  nodes: readonly FieldNode[],
  { apiSchema, definition, fragments }: ClientOperation,
): Introspect {
  const key = nodes.map(({ alias, name }) => (alias ?? name).value)[0] ?? "";
  const document = documentOf(nodes, definition, fragments);
  const usesVariables = document.definitions.some(
    (each) => each.kind === Kind.OPERATION_DEFINITION && each.variableDefinitions?.length,
  );
  if (usesVariables) return (shaping) => execute(apiSchema, document, shaping)?.[key];
  const text = print(document);
  return (shaping) => {
    const answers = answersFor(apiSchema);
    const data = answers.get(text) ?? execute(apiSchema, document, shaping);
    if (data) answers.set(text, data);
    return data?.[key];
  };
}

function execute(
  schema: GraphQLSchema,
  document: DocumentNode,
  { variables, faults }: Shaping,
): Fields | null {
  const { data, errors } = executeSync({ schema, document, variableValues: variables, rootValue: {} });
  for (const error of errors ?? []) faults.add(error.toJSON());
  return data ?? null;
}

function documentOf(
  nodes: readonly FieldNode[],
  operation: OperationDefinitionNode,
  fragments: Fragments,
): DocumentNode {
  const variables = new Set<string>();
  const spread = new Set<FragmentDefinitionNode>();
  const read = (node: ASTNode): void => {
    visit(node, {
      Variable: ({ name }) => void variables.add(name.value),
      FragmentSpread: ({ name }) => {
        const fragment = fragments.get(name.value);
        if (!fragment || spread.has(fragment)) return;
        spread.add(fragment);
        read(fragment);
      },
    });
  };
  for (const node of nodes) read(node);
  const variableDefinitions = (operation.variableDefinitions ?? []).filter((each) =>
    variables.has(each.variable.name.value),
  );
  return {
    kind: Kind.DOCUMENT,
    definitions: [
      {
        kind: Kind.OPERATION_DEFINITION,
        operation: OperationTypeNode.QUERY,
        variableDefinitions,
        selectionSet: { kind: Kind.SELECTION_SET, selections: nodes },
      },
      ...spread,
    ],
  };
}

function answersFor(schema: GraphQLSchema): LRUCache<string, Fields> {
  const answers = answersOf.get(schema) ?? new LRUCache<string, Fields>({ max: answersMax });
  answersOf.set(schema, answers);
  return answers;
}
