import type { ExecutionResult } from "graphql";
import type { SubgraphLink, SubgraphRequest } from "@wegraph/kit/subgraph";

export type Execute = (request: SubgraphRequest) => Promise<ExecutionResult>;

/** `link` with another way to execute. Streams are left alone: a feed has its own way of coming back. */
export function executingBy(link: SubgraphLink, execute: Execute): SubgraphLink {
  return {
    name: link.name,
    execute,
    subscribe: (request) => link.subscribe(request),
    close: () => link.close(),
  };
}
