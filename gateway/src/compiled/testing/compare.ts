import type { DocumentNode } from "graphql";
import type { CompiledOperation } from "../compiledOperation.ts";
import type { Fields } from "../row.ts";
import type { OperationAnswer, SubgraphFetch } from "../types.ts";
import { compileByApollo } from "./apollo.ts";
import type { ApolloAnswer } from "./apollo.ts";
import { isPoorer, judge, judgeOrder } from "./judge.ts";
import { randomOperation } from "./operations.ts";
import type { TestOperation } from "./operations.ts";
import { Random } from "./random.ts";
import type { TestGraph } from "./testGraph.ts";
import { World } from "./world.ts";

/** What goes wrong on purpose, and who answers. */
export interface Circumstances {
  /** The share of fields that fail or are null against their type. */
  readonly faults?: number;
  /** Whether one of the subgraphs, by turns, does not answer. */
  readonly isOneGone?: boolean;
  /** Whether Apollo's executor answers too, which takes as long as all the rest; it does unless told otherwise. */
  readonly withApollo?: boolean;
}

export interface Comparison {
  readonly operation: TestOperation;
  readonly seed: number;
  /** What the planner says where it fails; there is nothing to compare then. */
  readonly unplanned: string | null;
  /** What is wrong with our answer and with Apollo's, by the answer of one schema over the same data. */
  readonly ours: string | null;
  readonly apollos: string | null;
  /** Whether our answer, where it is not right, only lacks what it says it lacks. */
  readonly isPoorer: boolean;
  /** Whether Apollo's data is the same as ours, byte by byte. */
  readonly isSame: boolean;
  readonly calls: number;
}

/** Runs one random operation in all ways. */
export async function compareOne(
  graph: TestGraph,
  seed: number,
  circumstances?: Circumstances,
): Promise<Comparison> {
  return await compare(graph, randomOperation(graph.apiSchema, new Random(seed)), seed, circumstances);
}

/** @param seed of the world */
export async function compare(
  graph: TestGraph,
  operation: TestOperation,
  seed: number,
  { faults = 0, isOneGone = false, withApollo = true }: Circumstances = {},
): Promise<Comparison> {
  const { document, variables } = operation;
  const compiled = attempt(() => prepared(graph.compiler.compile(document), variables));
  if (compiled instanceof Error) {
    const nothing = { ours: null, apollos: null, isPoorer: false, isSame: false, calls: 0 };
    return { operation, seed, unplanned: compiled.message, ...nothing };
  }
  const newWorld = () => new World(graph.worldPlan, { seed, faults });
  const [one, mine, stock] = [newWorld(), newWorld(), newWorld()] as const;
  const gone = isOneGone ? graph.names[seed % graph.names.length] : undefined;
  const made: string[] = [];
  const fetchFrom =
    (world: World): SubgraphFetch =>
    async (subgraph, call) => {
      if (world === mine) made.push(call.query);
      if (subgraph === gone) throw new Error("connect ECONNREFUSED");
      return await graph.ask(world, subgraph, call);
    };

  const right = await graph.answerAsOne(one, document, variables);
  const answer = await answerOf(compiled, variables, fetchFrom(mine));
  const common = { operation, seed, unplanned: null, calls: made.length, isPoorer: isPoorer(answer, right) };
  const ours = judge(answer, right) ?? judgeOrder(mine.log, one.log, answer.data);
  // Apollo refuses subscriptions.
  if (!withApollo || compiled.primary) return { ...common, ours, apollos: null, isSame: true };
  const apollos = await answerByApollo(graph, document, variables, fetchFrom(stock));
  return {
    ...common,
    ours,
    apollos: judge(apollos, right) ?? judgeOrder(stock.log, one.log, apollos.data),
    isSame: JSON.stringify(answer.data) === JSON.stringify(apollos.data),
  };
}

/** A subscription's event is what its owner would give for it. */
async function answerOf(
  compiled: CompiledOperation,
  variables: Fields,
  fetch: SubgraphFetch,
): Promise<OperationAnswer> {
  const { primary } = compiled;
  if (!primary) return await compiled.run({ variables, fetch });
  const { subgraph, query, document, operationName } = primary;
  const call = { query, document, operationName, variables: primary.variablesOf(variables) };
  const event = await fetch(subgraph, call).catch(() => ({
    errors: [{ message: "The stream broke." }],
  }));
  return await compiled.run({ variables, fetch, event });
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
