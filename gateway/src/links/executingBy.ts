import type { ExecutionResult } from "graphql";
import type { SubgraphLink, SubgraphRequest } from "@wegraph/kit/subgraph";

export type Execute = (request: SubgraphRequest) => Promise<ExecutionResult>;

/**
 * `link` with another way to execute. What only looks on hands the promise through as it is: every fetch goes
 * through all of these, and each promise more is time. Streams are left alone: a feed has its own way of coming back.
 */
export function executingBy(link: SubgraphLink, execute: Execute): SubgraphLink {
  return {
    name: link.name,
    execute,
    subscribe: (request) => link.subscribe(request),
    close: () => link.close(),
  };
}
