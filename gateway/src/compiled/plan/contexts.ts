import type { FetchDataRewrite } from "@apollo/query-planner";
import { conditionOf } from "./rewrites.ts";
import { Row, isFields, isInherited, typenameOf, valueOf } from "../row.ts";
import type { SupergraphTypes } from "./supergraphTypes.ts";

interface Source {
  /** The variable of the fetch that gets the value. */
  readonly variable: string;
  /** How many objects up from the one that is asked about. */
  readonly up: number;
  readonly path: readonly string[];
}

/** Arguments that an object's ancestors supply (`@fromContext`): the compiled `contextRewrites` of a fetch. */
export class Contexts {
  private readonly sources: readonly Source[];
  private readonly variables: readonly string[];

  constructor(
    rewrites: readonly Extract<FetchDataRewrite, { kind: "KeyRenamer" }>[],
    private readonly types: SupergraphTypes,
  ) {
    this.sources = rewrites.map(({ path, renameKeyTo }) => {
      const down = path.findIndex((element) => element !== "..");
      return { variable: renameKeyTo, up: down, path: path.slice(down) };
    });
    this.variables = [...new Set(this.sources.map(({ variable }) => variable))];
  }

  /**
   * @param trail rows from the root down to the object
   * @returns undefined when some value was not fetched: the subgraph would compute something else without it.
   */
  of(trail: readonly Row[]): Row | undefined {
    const values = new Row();
    for (const variable of this.variables) {
      const value = this.sources
        .filter((source) => source.variable === variable)
        .map(({ up, path }) => this.follow(trail[trail.length - 1 - up], path))
        .find((found) => found !== undefined);
      if (value === undefined) return undefined;
      values[variable] = value;
    }
    return values;
  }

  private follow(value: unknown, path: readonly string[]): unknown {
    const [first, ...rest] = path;
    if (first === undefined || value === null || value === undefined) return value;
    if (Array.isArray(value)) return value.map((item) => this.follow(item, path));
    if (!isFields(value)) return undefined;
    const condition = conditionOf(first);
    if (condition === null) return this.follow(valueOf(value, first, isInherited(first)), rest);
    const typename = typenameOf(value);
    return typename === undefined || this.types.isOf(typename, condition)
      ? this.follow(value, rest)
      : undefined;
  }
}
