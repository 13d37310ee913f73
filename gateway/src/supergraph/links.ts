import type { SubgraphLink } from "@wegraph/kit/subgraph";

/** A subgraph as the supergraph names it. */
export interface SubgraphPlace {
  readonly name: string;
  /** Where its queries are answered, as it was composed; may be empty. */
  readonly url: string;
}

/** Finds or makes the link to each subgraph. @throws when there is none for one of them. */
export type LinkSubgraphs = (subgraphs: readonly SubgraphPlace[]) => readonly SubgraphLink[];

/** The same links for every version of the graph. */
export function fixedLinks(links: readonly SubgraphLink[]): LinkSubgraphs {
  const linked = new Set(links.map(({ name }) => name));
  return (subgraphs) => {
    const missing = subgraphs.filter(({ name }) => !linked.has(name)).map(({ name }) => name);
    if (missing.length > 0) throw new Error(`There is no link to ${missing.join(", ")}.`);
    return links;
  };
}
