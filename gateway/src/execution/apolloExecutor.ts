import { operationFromDocument } from "@apollo/federation-internals";
import { buildOperationContext, executeQueryPlan } from "@apollo/gateway";
import type { ServiceMap } from "@apollo/gateway";
import { QueryPlanner, isPlanNode } from "@apollo/query-planner";
import type { FetchNode, PlanNode, QueryPlan, SubscriptionNode } from "@apollo/query-planner";
import { Kind } from "graphql";
import type { DocumentNode, ExecutionResult, OperationDefinitionNode } from "graphql";
import type { Logger } from "@wegraph/kit/log";
import type { SubgraphLink } from "@wegraph/kit/subgraph";
import type { CheckedOperation } from "../document/operation.ts";
import type { LoadedSupergraph } from "../supergraph/loadSupergraph.ts";
import type {
  ExecutionRequest,
  Executor,
  RawAnswer,
  RunnableOperation,
  StreamableOperation,
} from "./executor.ts";
import { AliasCover } from "./aliasCover.ts";
import { asQueryOf, rawAnswerOf, requestContextOf, sourceAnswerOf } from "./apolloTypes.ts";
import { spreadFragments } from "./spreadFragments.ts";
import { SubgraphSource } from "./subgraphSource.ts";

/** The service name under which an event stands in for the fetch that would have given it. */
const eventService = "<event>";

/** Plans and executes with Apollo's published planner and executor, over our links instead of its data sources. */
export class ApolloExecutor implements Executor {
  private readonly planner: QueryPlanner;
  private readonly services: ServiceMap;

  constructor(
    private readonly graph: LoadedSupergraph,
    links: readonly SubgraphLink[],
    private readonly log: Logger,
  ) {
    this.planner = new QueryPlanner(graph.supergraph, {
      exposeDocumentNodeInFetchNode: true,
      // Fetches hold each fragment where it is used: finding fragments to reuse costs more than it saves in process.
      reuseQueryFragments: false,
      // The planner has no time-out of its own; these bound what a hostile document can make it try.
      debug: { maxEvaluatedPlans: 1_000, pathsLimit: 1_000 },
    });
    this.services = Object.fromEntries(links.map((link) => [link.name, new SubgraphSource(link, log)]));
  }

  compile({ definition }: CheckedOperation, document: DocumentNode): RunnableOperation | StreamableOperation {
    const { api, apiSchema } = this.graph;
    const operation = operationIn(document, definition.name?.value);
    const aliases = new AliasCover(this.graph.fullSchema, definition.loc?.source.body ?? "");
    const operationDocument = spreadFragments(document, operation, apiSchema, aliases);
    const context = buildOperationContext({ schema: apiSchema, operationDocument });
    const plan = this.planner.buildQueryPlan(
      operationFromDocument(api, operationDocument, { validate: false }),
    );
    const execute: Execute = async (node, services, request) => {
      const answer = await this.execute(node, services, request, context);
      return aliases.isUsed ? aliases.uncover(answer) : answer;
    };
    const { node } = plan;
    if (node && !isPlanNode(node)) return streamable(node, this.services, execute);
    return { kind: "RUNNABLE", run: (request) => execute(plan, this.services, request) };
  }

  private async execute(
    plan: QueryPlan,
    services: ServiceMap,
    request: ExecutionRequest,
    context: ReturnType<typeof buildOperationContext>,
  ): Promise<RawAnswer> {
    const { fullSchema, api } = this.graph;
    const requestContext = requestContextOf(request, this.log);
    return rawAnswerOf(await executeQueryPlan(plan, services, requestContext, context, fullSchema, api));
  }
}

type Execute = (plan: QueryPlan, services: ServiceMap, request: ExecutionRequest) => Promise<RawAnswer>;

function streamable(node: SubscriptionNode, services: ServiceMap, execute: Execute): StreamableOperation {
  const { primary, rest } = node;
  const plan = planOfEvent(primary, rest);
  return {
    kind: "STREAMABLE",
    primary: {
      subgraph: primary.serviceName,
      query: primary.operation,
      document: primary.operationDocumentNode,
      operationName: primary.operationName,
      variables: primary.variableUsages ?? [],
    },
    complete(event, request) {
      return execute(plan, { ...services, [eventService]: sourceOf(event) }, request);
    },
  };
}

/** The executor runs queries only; to it, an event is a root fetch that has been answered already. */
function planOfEvent(primary: FetchNode, rest: PlanNode | undefined): QueryPlan {
  const event = asQueryOf(eventService, primary);
  return { kind: "QueryPlan", node: rest ? { kind: "Sequence", nodes: [event, rest] } : event };
}

function sourceOf(event: ExecutionResult): ServiceMap[string] {
  return { process: async () => sourceAnswerOf(event) };
}

function operationIn(document: DocumentNode, name: string | undefined): OperationDefinitionNode {
  for (const definition of document.definitions)
    if (definition.kind === Kind.OPERATION_DEFINITION && definition.name?.value === name) return definition;
  throw new Error("The document has lost its operation.");
}
