import { createHash } from "node:crypto";
import { Supergraph } from "@apollo/federation-internals";
import type { Schema } from "@apollo/federation-internals";
import { parse } from "graphql";
import type { GraphQLSchema } from "graphql";
import type { AccessMap } from "../access/accessMap.ts";
import type { Policies } from "../access/need.ts";
import { readCacheHints } from "../cache/cacheHints.ts";
import type { CacheHints } from "../cache/cacheHints.ts";
import { readCostHints } from "../cost/costHints.ts";
import type { CostHints } from "../cost/costHints.ts";
import { UnknownAccessForm } from "./accessLinks.ts";
import type { SubgraphPlace } from "./links.ts";
import { takeAccess } from "./takeAccess.ts";

/** One version of the graph, and everything that is derived from its SDL once. */
export interface LoadedSupergraph {
  readonly id: string;
  readonly supergraph: Supergraph;
  readonly access: AccessMap;
  readonly cacheHints: CacheHints;
  readonly costHints: CostHints;
  readonly subgraphs: readonly SubgraphPlace[];
  /** What callers may use: without @inaccessible elements and federation's own. */
  readonly api: Schema;
  readonly apiSchema: GraphQLSchema;
  /** With everything: what the executor reads types of internal data by. */
  readonly fullSchema: GraphQLSchema;
}

/** The same for the same text. */
export function idOf(sdl: string): string {
  return createHash("sha256").update(sdl).digest("base64url").slice(0, 16);
}

/** @throws UnknownAccessForm when access is declared in a way that could not be enforced. */
export function loadSupergraph(sdl: string, policies: Policies = {}): LoadedSupergraph {
  const { document, access } = takeAccess(parse(sdl));
  for (const need of access.all())
    if (need.kind === "POLICIES")
      for (const name of need.anyOf.flat())
        if (!policies[name]) throw new UnknownAccessForm(`Nobody decides the policy ${name}`);
  const supergraph = Supergraph.build(document);
  const api = supergraph.apiSchema();
  return {
    id: idOf(sdl),
    supergraph,
    access,
    cacheHints: readCacheHints(document),
    costHints: readCostHints(document),
    subgraphs: supergraph.subgraphsMetadata().map(({ name, url }) => ({ name, url })),
    api,
    apiSchema: api.toGraphQLJSSchema(),
    fullSchema: supergraph.schema.toGraphQLJSSchema(),
  };
}
