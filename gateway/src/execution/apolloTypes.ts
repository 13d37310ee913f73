/* oxlint-disable typescript/no-unsafe-type-assertion -- Apollo types its executor for Apollo Server; this file is where
   our objects pass for Apollo Server's, with just the parts that are read. */
import type { GraphQLDataSource, GraphQLDataSourceProcessOptions, executeQueryPlan } from "@apollo/gateway";
import type { FetchNode } from "@apollo/query-planner";
import { OperationTypeNode } from "graphql";
import type { ExecutionResult, GraphQLFormattedError } from "graphql";
import type { Logger } from "@wegraph/kit/log";
import type { ExecutionRequest, RawAnswer } from "./executor.ts";

export type SourceAnswer = Awaited<ReturnType<GraphQLDataSource["process"]>>;
type RequestContext = Parameters<typeof executeQueryPlan>[2];

/** Of Apollo Server's request context the executor reads the variables, the logger and the metrics. */
export function requestContextOf(request: ExecutionRequest, log: Logger): RequestContext {
  const { variables } = request;
  return { request: { variables }, context: request, metrics: {}, logger: log } as unknown as RequestContext;
}

/** What `requestContextOf` was made from, as a data source gets it back. */
export function requestOf(options: GraphQLDataSourceProcessOptions): ExecutionRequest {
  return options.context as unknown as ExecutionRequest;
}

export function sourceAnswerOf(
  result: ExecutionResult | { errors: readonly GraphQLFormattedError[] },
): SourceAnswer {
  return result as unknown as SourceAnswer;
}

export function rawAnswerOf(result: Awaited<ReturnType<typeof executeQueryPlan>>): RawAnswer {
  return result as RawAnswer;
}

/** The same fetch as one of a query, answered by another service. */
export function asQueryOf(service: string, fetch: FetchNode): FetchNode {
  return { ...fetch, serviceName: service, operationKind: OperationTypeNode.QUERY };
}
