import type { SubgraphLink } from "@wegraph/kit/subgraph";
import type { Documents } from "../document/documents.ts";
import type { Plans } from "../execution/plans.ts";
import type { LoadedSupergraph } from "./loadSupergraph.ts";

/**
 * One version of the graph in service, with everything that is made from it for operations. It is replaced as a
 * whole: whoever has begun with one version ends with it.
 */
export interface Graph {
  readonly loaded: LoadedSupergraph;
  readonly links: ReadonlyMap<string, SubgraphLink>;
  readonly documents: Documents;
  readonly plans: Plans;
}
