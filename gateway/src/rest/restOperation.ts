import {
  Kind,
  getNamedType,
  isInputType,
  isObjectType,
  parse,
  typeFromAST,
  validate,
  valueFromAST,
} from "graphql";
import type {
  FieldNode,
  GraphQLField,
  GraphQLInputType,
  GraphQLOutputType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionSetNode,
} from "graphql";
import { argumentPlaces } from "./argumentPlaces.ts";
import { idempotencyVariable } from "./route.ts";
import type { RestRoute } from "./route.ts";

export type Place = "PATH" | "QUERY" | "BODY" | "HEADER";

/** A parameter of a route: one variable of its operation. */
export interface RestParameter {
  readonly name: string;
  readonly place: Place;
  readonly type: GraphQLInputType;
  readonly description: string | undefined;
  readonly defaultValue: unknown;
  /** The argument its value goes to, `input.name`: what a subgraph says of that place is about this parameter. */
  readonly argument: string;
}

/** A route as a graph answers it. */
export interface RestOperation {
  readonly route: RestRoute;
  readonly name: string;
  readonly description: string | undefined;
  readonly parameters: readonly RestParameter[];
  readonly body: { readonly type: GraphQLOutputType; readonly selection: SelectionSetNode };
}

/** @returns null where the graph lacks what the route asks for. */
export function readRoute(route: RestRoute, schema: GraphQLSchema): RestOperation | null {
  const document = parse(route.document);
  if (validate(schema, document).length > 0) return null;
  const [operation] = document.definitions;
  const root = operation?.kind === Kind.OPERATION_DEFINITION && schema.getRootType(operation.operation);
  if (operation?.kind !== Kind.OPERATION_DEFINITION || !operation.name || !root)
    throw new Error(`${route.method} ${route.path} is not one named operation.`);
  const found = bodyOf(route, operation.selectionSet, root);
  return {
    route,
    name: operation.name.value,
    description:
      fieldsOf(root)[fieldUnder(operation.selectionSet, route.body[0])?.name.value ?? ""]?.description ??
      undefined,
    parameters: parametersOf(route, operation, schema, root),
    body: found,
  };
}

function parametersOf(
  route: RestRoute,
  operation: OperationDefinitionNode,
  schema: GraphQLSchema,
  root: GraphQLOutputType,
): RestParameter[] {
  const places = argumentPlaces(operation.selectionSet, root);
  return (operation.variableDefinitions ?? []).flatMap((definition) => {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type);
    const use = places.get(name);
    if (!isInputType(type) || !use) return [];
    const own = definition.defaultValue && valueFromAST(definition.defaultValue, type);
    const { path, description, defaultValue } = use;
    return {
      name,
      place: placeOf(route, name),
      type,
      description,
      defaultValue: own ?? defaultValue,
      argument: path,
    };
  });
}

function placeOf({ method, path }: RestRoute, name: string): Place {
  if (name === idempotencyVariable) return "HEADER";
  if (path.includes(`{${name}}`)) return "PATH";
  return method === "GET" || method === "DELETE" ? "QUERY" : "BODY";
}

function bodyOf(
  route: RestRoute,
  operation: SelectionSetNode,
  root: GraphQLOutputType,
): RestOperation["body"] {
  let [type, selection] = [root, operation];
  for (const key of route.body) {
    const node = fieldUnder(selection, key);
    const field = node && fieldsOf(type)[node.name.value];
    if (!node?.selectionSet || !field)
      throw new Error(`${route.method} ${route.path} has no body at ${key}.`);
    [type, selection] = [field.type, node.selectionSet];
  }
  return { type, selection };
}

function fieldUnder({ selections }: SelectionSetNode, key: string | undefined): FieldNode | undefined {
  return selections.find(
    (node): node is FieldNode => node.kind === Kind.FIELD && (node.alias ?? node.name).value === key,
  );
}

/** @throws for abstract types: a route's answer has one shape. */
export function fieldsOf(type: GraphQLOutputType): Readonly<Record<string, GraphQLField<unknown, unknown>>> {
  const named = getNamedType(type);
  if (isObjectType(named)) return named.getFields();
  throw new Error(`A route cannot answer with ${named.name}, which has no shape of its own.`);
}
