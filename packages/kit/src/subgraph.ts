import type { DocumentNode, ExecutionResult } from "graphql";
import type { Principal } from "./principal.ts";

/** One operation for one subgraph, on behalf of one caller. */
export interface SubgraphRequest {
  query: string;
  /** Already parsed, when the caller has it; saves the parse. */
  document?: DocumentNode;
  operationName?: string;
  variables?: Record<string, unknown>;
  principal: Principal;
  correlationId: string;
  signal?: AbortSignal;
}

/**
 * The gateway's way to a subgraph. In one process it is a function call (LocalSubgraph); between processes
 * it is HTTP and graphql-transport-ws (RemoteSubgraph). Nothing but the composition root knows which.
 */
export interface SubgraphLink {
  readonly name: string;
  execute(request: SubgraphRequest): Promise<ExecutionResult>;
  /** A stream of results, or one result with errors when the subscription is refused. */
  subscribe(request: SubgraphRequest): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult>;
  close(): Promise<void>;
}

export function isStream(
  answer: AsyncIterableIterator<ExecutionResult> | ExecutionResult,
): answer is AsyncIterableIterator<ExecutionResult> {
  return Symbol.asyncIterator in answer;
}
