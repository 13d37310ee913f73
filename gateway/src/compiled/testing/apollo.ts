import { operationFromDocument } from "@apollo/federation-internals";
import type { Schema } from "@apollo/federation-internals";
import { buildOperationContext, executeQueryPlan } from "@apollo/gateway";
import type { ServiceMap } from "@apollo/gateway";
import type { QueryPlanner } from "@apollo/query-planner";
import type { DocumentNode, GraphQLError, GraphQLSchema } from "graphql";
import type { Fields } from "../row.ts";
import type { SubgraphFetch } from "../types.ts";

export interface ApolloGraph {
  readonly planner: QueryPlanner;
  readonly api: Schema;
  readonly apiSchema: GraphQLSchema;
  readonly supergraphSchema: GraphQLSchema;
  /** Of its subgraphs. */
  readonly names: readonly string[];
}

export interface ApolloAnswer {
  readonly data?: unknown;
  readonly errors?: readonly GraphQLError[] | undefined;
  readonly extensions?: unknown;
}

/**
 * The same operation by Apollo's planner and executor, as `@apollo/gateway` publishes them.
 *
 * @returns runs it; what `fetch` gives is written to
 */
export function compileByApollo(graph: ApolloGraph, document: DocumentNode) {
  const plan = graph.planner.buildQueryPlan(operationFromDocument(graph.api, document, { validate: false }));
  const context = buildOperationContext({ schema: graph.apiSchema, operationDocument: document });
  return async (variables: Fields, fetch: SubgraphFetch): Promise<ApolloAnswer> => {
    const services = Object.fromEntries(graph.names.map((name) => [name, serviceOf(name, fetch)]));
    const { supergraphSchema, api } = graph;
    return await executeQueryPlan(plan, services, requestOf(variables), context, supergraphSchema, api);
  };
}

/* oxlint-disable typescript/no-unsafe-type-assertion -- Apollo types its executor for Apollo Server; of its request
   only the variables, the logger and the metrics are read. */
function requestOf(variables: Fields): Parameters<typeof executeQueryPlan>[2] {
  const request = { request: { variables }, context: {}, metrics: {}, logger: silent };
  return request as unknown as Parameters<typeof executeQueryPlan>[2];
}

type Service = ServiceMap[string];

function serviceOf(subgraph: string, fetch: SubgraphFetch): Service {
  return {
    async process(options) {
      const { query = "", variables = {}, operationName } = options.request;
      const document = "document" in options ? options.document : undefined;
      return (await fetch(subgraph, { query, variables, operationName, document })) as Awaited<
        ReturnType<Service["process"]>
      >;
    },
  };
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };
