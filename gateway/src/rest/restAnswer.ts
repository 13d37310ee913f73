import type { GraphQLFormattedError } from "graphql";
import type { RestOperation } from "./restOperation.ts";
import { idempotencyHeader } from "./route.ts";

/** The part of the operation's data that is the route's answer; null when there is nothing at its address. */
export function bodyIn(data: unknown, path: readonly string[]): Readonly<Record<string, unknown>> | null {
  let found = data;
  for (const key of path) found = isObject(found) ? found[key] : null;
  return isObject(found) ? found : null;
}

/** The operation's errors in the route's words: its parameters' names in place of the graph's arguments. */
export function routeErrors(
  errors: readonly GraphQLFormattedError[],
  operation: RestOperation,
): GraphQLFormattedError[] {
  return errors.map(({ message, extensions = {} }) => {
    const issues = extensions["issues"];
    if (!Array.isArray(issues)) return { message, extensions };
    const told = issues.filter(isIssue).map((issue) => ({ ...issue, path: pathOf(issue.path, operation) }));
    const [first] = told;
    return {
      message: first
        ? [...(first.path.length > 0 ? [first.path.join(".")] : []), first.message].join(": ")
        : message,
      extensions: { ...extensions, issues: told },
    };
  });
}

interface Issue {
  path: (string | number)[];
  message: string;
}

/** `input.tags.0` of the graph is `tags.0` of the route; a variable has its parameter's name already. */
function pathOf(path: Issue["path"], { parameters }: RestOperation): Issue["path"] {
  const written = path.join(".");
  for (const { name, argument, place } of parameters) {
    const told = place === "HEADER" ? idempotencyHeader : name;
    if (written === argument || written.startsWith(`${argument}.`))
      return [told, ...path.slice(argument.split(".").length)];
    if (path[0] === name) return [told, ...path.slice(1)];
  }
  return path;
}

function isIssue(value: unknown): value is Issue {
  return isObject(value) && Array.isArray(value["path"]) && typeof value["message"] === "string";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const placeholder = /\{(\w+)\}/g;

/** A route's path with properties of an answer in the braces. */
export function filled(path: string, body: Readonly<Record<string, unknown>>): string {
  return path.replace(placeholder, (_, name: string) => encodeURIComponent(String(body[name])));
}
