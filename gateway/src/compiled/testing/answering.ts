import { parse, validate } from "graphql";
import type { RunRequest } from "../compiledOperation.ts";
import type { Fields } from "../row.ts";
import type { OperationAnswer, SubgraphAnswer, SubgraphCall } from "../types.ts";
import type { TestGraph } from "./testGraph.ts";

/** What subgraphs are to answer, one call after the other; a function sees the call. */
export type Script = Readonly<
  Record<
    string,
    readonly (SubgraphAnswer | ((call: SubgraphCall) => SubgraphAnswer | Promise<SubgraphAnswer>))[]
  >
>;

export interface Scripted {
  readonly answer: OperationAnswer;
  /** Every call that was made, as `<subgraph> <query>` with its variables. */
  readonly calls: readonly { readonly to: string; readonly query: string; readonly variables: Fields }[];
}

/** Runs an operation against scripted subgraphs: for what subgraphs of a world never answer. */
export async function runScripted(
  graph: TestGraph,
  text: string,
  script: Script,
  request: Omit<RunRequest, "fetch"> = {},
): Promise<Scripted> {
  const document = parse(text);
  const problems = validate(graph.apiSchema, document);
  if (problems.length > 0)
    throw new AggregateError(problems, problems.map(({ message }) => message).join("\n"));
  const calls: Scripted["calls"][number][] = [];
  const done = new Map<string, number>();
  const answer = await graph.compiler.compile(document).run({
    ...request,
    fetch: async (to, call) => {
      const { query, variables } = call;
      calls.push({ to, query, variables: { ...variables } });
      const turn = done.get(to) ?? 0;
      done.set(to, turn + 1);
      const scripted = script[to]?.[turn];
      if (scripted === undefined) throw new Error(`${to} was not expected to be asked ${query}`);
      return typeof scripted === "function" ? await scripted(call) : scripted;
    },
  });
  return { answer, calls };
}
