import type { GraphQLSchema } from "graphql";
import { readRoute } from "./restOperation.ts";
import type { RestOperation } from "./restOperation.ts";
import type { RestMethod, RestRoute } from "./route.ts";

export interface Found {
  readonly operation: RestOperation;
  readonly pathValues: Readonly<Record<string, string>>;
}

/** The routes that a graph can answer, found by method and path. */
export class RouteTable {
  readonly operations: readonly RestOperation[];
  private readonly entries: readonly {
    operation: RestOperation;
    pattern: RegExp;
    names: readonly string[];
  }[];

  constructor(routes: readonly RestRoute[], schema: GraphQLSchema) {
    this.operations = routes.flatMap((route) => readRoute(route, schema) ?? []);
    this.entries = this.operations.map((operation) => ({ operation, ...patternOf(operation.route.path) }));
  }

  /** @returns the route, or the methods that the path knows: none for a path that is unknown. */
  find(method: string, path: string): Found | readonly RestMethod[] {
    const allowed: RestMethod[] = [];
    for (const { operation, pattern, names } of this.entries) {
      const match = pattern.exec(path);
      const values = match && decoded(match.slice(1));
      if (!values) continue;
      if (operation.route.method === (method === "HEAD" ? "GET" : method))
        return { operation, pathValues: Object.fromEntries(names.map((name, i) => [name, values[i] ?? ""])) };
      allowed.push(operation.route.method);
    }
    return allowed;
  }
}

const placeholder = /\{(\w+)\}/g;

/** Paths are letters, digits, slashes and placeholders: nothing in them means something to a regular expression. */
function patternOf(path: string): { pattern: RegExp; names: string[] } {
  return {
    pattern: new RegExp(`^${path.replace(placeholder, "([^/]+)")}$`),
    names: [...path.matchAll(placeholder)].map(([, name = ""]) => name),
  };
}

function decoded(values: readonly string[]): string[] | null {
  try {
    return values.map(decodeURIComponent);
  } catch {
    return null;
  }
}
