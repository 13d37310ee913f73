import type { DocumentNode } from "graphql";
import type { CompiledOperation } from "../compiledOperation.ts";
import type { Fields } from "../row.ts";
import { compileByApollo } from "./apollo.ts";
import type { ApolloAnswer } from "./apollo.ts";
import { isPoorer, judge, judgeOrder } from "./judge.ts";
import { randomOperation } from "./operations.ts";
import type { TestOperation } from "./operations.ts";
import { Random } from "./random.ts";
import type { TestGraph } from "./testGraph.ts";
import { World } from "./world.ts";
import type { SubgraphFetch } from "../types.ts";

export interface Comparison {
  readonly operation: TestOperation;
  readonly seed: number;
  /** What the planner, which all executors share, says when it fails. */
  readonly unplanned: string | null;
  /** What is wrong with our answer and with Apollo's, by the answer of one schema over the same data. */
  readonly ours: string | null;
  readonly apollos: string | null;
  /** Whether our answer, where it is not right, only lacks what it says it lacks. */
  readonly isPoorer: boolean;
  /** Whether Apollo's data is the same as ours. */
  readonly same: boolean;
  readonly calls: number;
}

/** Runs one random operation in all three ways. */
export async function compareOne(graph: TestGraph, seed: number, faults: number): Promise<Comparison> {
  const operation = randomOperation(graph.apiSchema, new Random(seed));
  const { document, variables } = operation;
  const newWorld = () => new World(graph.worldPlan, { seed, faults });
  const [one, mine, stock] = [newWorld(), newWorld(), newWorld()] as const;
  let calls = 0;
  const fetchFrom =
    (world: World): SubgraphFetch =>
    (subgraph, call) => {
      calls += 1;
      return graph.ask(world, subgraph, call);
    };

  const compiled = attempt(() => prepared(graph.compiler.compile(document), variables));
  if (compiled instanceof Error) {
    const unplanned = compiled.message;
    return { operation, seed, unplanned, ours: null, apollos: null, isPoorer: false, same: false, calls };
  }
  const right = await graph.answerAsOne(one, document, variables);
  const answer = await compiled.run({ variables, fetch: fetchFrom(mine) });
  const ourCalls = calls;
  const apollos = await answerByApollo(graph, document, variables, fetchFrom(stock));
  return {
    operation,
    seed,
    unplanned: null,
    ours: judge(answer, right) ?? judgeOrder(mine.log, one.log, answer.data),
    apollos: judge(apollos, right),
    isPoorer: isPoorer(answer, right),
    same: JSON.stringify(answer.data) === JSON.stringify(apollos.data),
    calls: ourCalls,
  };
}

/** Some operations make Apollo's planner or executor throw. */
async function answerByApollo(
  graph: TestGraph,
  document: DocumentNode,
  variables: Fields,
  fetch: SubgraphFetch,
): Promise<ApolloAnswer> {
  try {
    // Apollo's executor writes to what it is given.
    const own: SubgraphFetch = async (subgraph, call) => structuredClone(await fetch(subgraph, call));
    return await compileByApollo(graph, document)(variables, own);
  } catch (error) {
    return { data: { crashed: String(error) } };
  }
}

function prepared(operation: CompiledOperation, variables: Fields): CompiledOperation {
  operation.prepare(variables);
  return operation;
}

function attempt<T>(work: () => T): T | Error {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}
