import { getNamedType, getNullableType, isListType } from "graphql";
import type { GraphQLInputType } from "graphql";
import { invalidInput } from "@wegraph/kit/errors";
import type { InputIssue } from "@wegraph/kit/errors";
import type { RestOperation } from "./restOperation.ts";
import { idempotencyHeader, tenantParameter } from "./route.ts";

export interface GivenParameters {
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface ReadParameters {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly tenantId: string | undefined;
}

/**
 * From a request to the variables of its operation. Texts become what their types are written as; whether they are
 * right is for the operation to check.
 *
 * @throws AppError INVALID_INPUT (PARAMETERS_INVALID) naming everything the route does not know.
 */
export function readParameters(operation: RestOperation, given: GivenParameters): ReadParameters {
  const { path, query, body, headers } = given;
  const issues: InputIssue[] = [];
  const variables = new Map<string, unknown>();
  const known = { QUERY: new Set<string>(), BODY: new Set<string>() };
  for (const { name, place, type } of operation.parameters) {
    if (place === "PATH") variables.set(name, path[name]);
    else if (place === "HEADER") put(variables, name, headers[idempotencyHeader]);
    else {
      known[place].add(name);
      if (place === "BODY") put(variables, name, Object.hasOwn(body, name) ? body[name] : undefined);
      else put(variables, name, queryValue(type, name, query.getAll(name), issues));
    }
  }
  const tenantId = tenantIdOf(operation, given, issues);
  if (operation.route.acceptsTenantId)
    known[operation.route.method === "GET" ? "QUERY" : "BODY"].add(tenantParameter);
  issues.push(
    ...unknown(query.keys(), known.QUERY, "parameter"),
    ...unknown(Object.keys(body), known.BODY, "property"),
  );
  if (issues.length > 0) throw invalidInput(issues.slice(0, issuesMax), "PARAMETERS_INVALID");
  return { variables: Object.fromEntries(variables), tenantId };
}

const issuesMax = 20;
const nameCharactersMax = 100;

function put(variables: Map<string, unknown>, name: string, value: unknown): void {
  if (value !== undefined) variables.set(name, value);
}

function tenantIdOf(
  { route }: RestOperation,
  { query, body }: GivenParameters,
  issues: InputIssue[],
): string | undefined {
  if (!route.acceptsTenantId) return undefined;
  const value: unknown = route.method === "GET" ? query.get(tenantParameter) : body[tenantParameter];
  if (value == null || typeof value === "string") return value ?? undefined;
  issues.push({ path: [tenantParameter], message: "Not an id." });
  return undefined;
}

function queryValue(type: GraphQLInputType, name: string, texts: string[], issues: InputIssue[]): unknown {
  if (texts.length === 0) return undefined;
  const written = texts.map((text) => valueOf(text, type));
  if (isListType(getNullableType(type))) return written;
  if (texts.length > 1) issues.push({ path: [name], message: "Give this once." });
  return written[0];
}

const number = /^-?\d+(\.\d+)?$/;

function valueOf(text: string, type: GraphQLInputType): unknown {
  const { name } = getNamedType(type);
  if (name === "Boolean" && (text === "true" || text === "false")) return text === "true";
  return (name === "Int" || name === "Float") && number.test(text) ? Number(text) : text;
}

function unknown(names: Iterable<string>, known: ReadonlySet<string>, kind: string): InputIssue[] {
  return [...new Set(names)]
    .filter((name) => !known.has(name))
    .map((name) => name.slice(0, nameCharactersMax))
    .map((name) => ({ path: [name], message: `There is no such ${kind} here.` }));
}
