import { QueryPlanner } from "@apollo/query-planner";
import { GraphQLError } from "graphql";
import type { DocumentNode, GraphQLFormattedError, GraphQLSchema } from "graphql";
import { AppError } from "@wegraph/kit/errors";
import type { Logger } from "@wegraph/kit/log";
import type { SubgraphLink } from "@wegraph/kit/subgraph";
import type { CheckedOperation } from "../document/operation.ts";
import type {
  ExecutionRequest,
  Executor,
  RawAnswer,
  RunnableOperation,
  StreamableOperation,
} from "../execution/executor.ts";
import type { LoadedSupergraph } from "../supergraph/loadSupergraph.ts";
import type { CompiledOperation } from "./compiledOperation.ts";
import { effectOf } from "./effect.ts";
import { OperationCompiler } from "./operationCompiler.ts";
import type { FetchCall } from "./plan/fetchCall.ts";
import { missingCode } from "./shape/shaping.ts";
import type { DescribeFailure, SubgraphAnswer, SubgraphCall, SubgraphError, SubgraphFetch } from "./types.ts";

/** Plans with Apollo's published planner and executes by compiled operations, over our links. */
export class CompiledExecutor implements Executor {
  private readonly compiler: OperationCompiler;
  private readonly links: ReadonlyMap<string, SubgraphLink>;
  private readonly apiSchema: GraphQLSchema;

  constructor(
    { supergraph, api, apiSchema, fullSchema }: LoadedSupergraph,
    links: readonly SubgraphLink[],
    private readonly log: Logger,
  ) {
    const planner = new QueryPlanner(supergraph, {
      exposeDocumentNodeInFetchNode: true,
      // Fetches hold each fragment where it is used: finding fragments to reuse costs more than it saves in process.
      reuseQueryFragments: false,
      // The planner has no time-out of its own; these bound what a hostile document can make it try.
      debug: { maxEvaluatedPlans: 1_000, pathsLimit: 1_000 },
    });
    this.compiler = new OperationCompiler({ planner, api, apiSchema, supergraphSchema: fullSchema });
    this.apiSchema = apiSchema;
    this.links = new Map(links.map((link) => [link.name, link]));
  }

  compile(operation: CheckedOperation, document: DocumentNode): RunnableOperation | StreamableOperation {
    const compiled = this.compiler.compile(document, operation.definition.name?.value);
    const { primary, streamPlan } = compiled;
    if (!primary || !streamPlan) return { kind: "RUNNABLE", run: (request) => this.run(compiled, request) };
    return {
      kind: "STREAMABLE",
      primary: streamOf(primary),
      effect: effectOf(operation, document, this.apiSchema, streamPlan),
      complete: (event, request) => this.run(compiled, request, event),
    };
  }

  private async run(
    compiled: CompiledOperation,
    request: ExecutionRequest,
    event?: SubgraphAnswer,
  ): Promise<RawAnswer> {
    const { variables, signal } = request;
    const fetch: SubgraphFetch = (subgraph, call) => this.ask(subgraph, call, request);
    const describe: DescribeFailure = (failure, subgraph) => this.describe(failure, subgraph, request);
    try {
      const { data, errors } = await compiled.run({ variables, fetch, describe, signal, event });
      return errors ? { data, errors: errors.map(presentable) } : { data };
    } catch (error) {
      // What variables decide over is planned here, when they are first given; the planner's limits refuse it then.
      if (error instanceof GraphQLError) return { data: null, errors: [errorOf(tooEntangled)] };
      throw error;
    }
  }

  private ask(subgraph: string, call: SubgraphCall, request: ExecutionRequest): Promise<SubgraphAnswer> {
    const link = this.links.get(subgraph);
    if (!link) return Promise.reject(new Error(`There is no link to the subgraph ${subgraph}.`));
    const { query, document, operationName, variables } = call;
    const { principal, correlationId, signal } = request;
    return link.execute({
      query,
      document,
      operationName,
      variables,
      principal,
      correlationId,
      signal,
    });
  }

  private describe(
    failure: unknown,
    subgraph: string,
    { signal, correlationId }: ExecutionRequest,
  ): SubgraphError {
    if (signal.aborted) return errorOf(timeout);
    if (!isRefusedHere(failure))
      this.log.error({ err: failure, subgraph, correlationId }, "subgraph not reached");
    return errorOf(failure instanceof AppError ? failure : unreachable);
  }
}

/** Not called because it is known to be unwell; that was logged when it became so. */
function isRefusedHere(failure: unknown): boolean {
  return (
    failure instanceof AppError && (failure.reason === "CIRCUIT_OPEN" || failure.reason === "SUBGRAPH_BUSY")
  );
}

const timeout = new AppError("TIMEOUT", "OPERATION_TIMED_OUT", "The operation took too long.");
const unreachable = new AppError(
  "UNAVAILABLE",
  "SUBGRAPH_UNREACHABLE",
  "A part of the graph does not answer.",
);
const gone = new AppError("NOT_FOUND", "REFERENCE_NOT_FOUND", "What is referred to here is not there.");
const tooEntangled = new AppError(
  "INVALID_INPUT",
  "OPERATION_TOO_COMPLEX",
  "The operation cannot be planned: ask for less at once.",
);

function errorOf({ message, code, reason, details }: AppError): GraphQLFormattedError {
  return { message, extensions: { ...details, code, reason } };
}

/** A null that no subgraph gave a reason for: a reference whose entity its owner no longer has. */
function presentable(error: GraphQLFormattedError): GraphQLFormattedError {
  if (error.extensions?.["code"] !== missingCode) return error;
  return { ...errorOf(gone), ...(error.path && { path: error.path }) };
}

/** The stream's call as the gateway's feeds make it: with variables under the names the client gave them. */
function streamOf({
  subgraph,
  query,
  document,
  operationName,
  variables,
}: FetchCall): StreamableOperation["primary"] {
  if (variables.some(({ planned, given }) => planned !== given))
    throw new GraphQLError("A variable of a subscription has a name that the planner uses itself.");
  return { subgraph, query, document, operationName, variables: variables.map(({ given }) => given) };
}
