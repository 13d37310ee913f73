import { coerceInputValue, isInputType, isNonNullType, typeFromAST, valueFromAST } from "graphql";
import type {
  GraphQLError,
  GraphQLInputType,
  GraphQLSchema,
  OperationDefinitionNode,
  VariableDefinitionNode,
} from "graphql";
import { invalidInput } from "@wegraph/kit/errors";
import type { InputIssue } from "@wegraph/kit/errors";
import { refused } from "../errors.ts";
import type { RequestRefused } from "../errors.ts";

const issuesMax = 20;

export type Variables = Readonly<Record<string, unknown>>;

/**
 * Checks the given variables against the operation's declarations before anything is fetched.
 *
 * @returns only what is declared: given values as they came (the subgraph coerces them itself) and defaults.
 * @throws RequestRefused INVALID_INPUT naming the path of everything wrong.
 */
export function checkVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  given: Variables,
  depthMax: number,
): Record<string, unknown> {
  const checked: [string, unknown][] = [];
  const issues: InputIssue[] = [];
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type);
    if (!isInputType(type)) continue; // refused by validation
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    const found = checkOne(definition, type, value, depthMax, issues);
    if (found !== undefined) checked.push([name, found]);
  }
  if (issues.length > 0) throw refusalOf(issues);
  return Object.fromEntries(checked);
}

function refusalOf(issues: readonly InputIssue[]): RequestRefused {
  return refused(invalidInput(issues, "VARIABLES_INVALID"));
}

function checkOne(
  definition: VariableDefinitionNode,
  type: GraphQLInputType,
  value: unknown,
  depthMax: number,
  issues: InputIssue[],
): unknown {
  const name = definition.variable.name.value;
  if (value === undefined) {
    if (definition.defaultValue) return valueFromAST(definition.defaultValue, type);
    if (isNonNullType(type))
      issues.push({ path: [name], message: `A value of type ${type.toString()} is required.` });
    return undefined;
  }
  if (value === null) {
    if (isNonNullType(type))
      issues.push({ path: [name], message: `Expected a value of type ${type.toString()}, not null.` });
    return null;
  }
  if (deeperThan(value, depthMax)) {
    issues.push({ path: [name], message: `Nested deeper than ${depthMax} levels.` });
    return undefined;
  }
  coerceInputValue(value, type, (path, _invalid, error) => {
    issues.push({ path: [name, ...path], message: reasonOf(error) });
    if (issues.length >= issuesMax) throw refusalOf(issues); // a list of a hundred thousand wrong items is refused at once
  });
  return value;
}

function reasonOf(error: GraphQLError): string {
  return error.message.length > 300 ? `${error.message.slice(0, 300)}…` : error.message;
}

/** A custom scalar takes any JSON, and JSON nested without end makes recursive code run out of stack. */
function deeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((inner) => deeperThan(inner, levels - 1));
}
