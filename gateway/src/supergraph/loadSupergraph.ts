import { createHash } from "node:crypto";
import {
  DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES,
  Supergraph,
  buildSchemaFromAST,
} from "@apollo/federation-internals";
import type { Schema } from "@apollo/federation-internals";
import { buildASTSchema, parse } from "graphql";
import type { GraphQLSchema } from "graphql";
import type { AccessMap } from "../access/accessMap.ts";
import type { Policies } from "../access/need.ts";
import { readCacheHints } from "../cache/cacheHints.ts";
import type { CacheHints } from "../cache/cacheHints.ts";
import { readCostHints } from "../cost/costHints.ts";
import type { CostHints } from "../cost/costHints.ts";
import { UnknownAccessForm } from "./accessLinks.ts";
import type { SubgraphPlace } from "./links.ts";
import { atOnce } from "./slices.ts";
import type { Slices } from "./slices.ts";
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

/** @throws as `loading` does */
export function loadSupergraph(sdl: string, policies: Policies = {}): LoadedSupergraph {
  return atOnce(loading(sdl, policies));
}

/**
 * What `Supergraph.build` of the library does in one long call, and the rest, by the parts that they are made of. The
 * supergraph is validated here; what is extracted from it for the planner afterwards, which composition checked, is not.
 *
 * @throws UnknownAccessForm when access is declared in a way that could not be enforced; the library's errors for what
 *   is no supergraph.
 */
export function* loading(sdl: string, policies: Policies): Slices<LoadedSupergraph> {
  const parsed = parse(sdl);
  yield;
  const { document, access } = takeAccess(parsed);
  for (const need of access.all())
    if (need.kind === "POLICIES")
      for (const name of need.anyOf.flat())
        if (!policies[name]) throw new UnknownAccessForm(`Nobody decides the policy ${name}`);
  yield;
  const schema = buildSchemaFromAST(document, { validate: false });
  yield;
  schema.validate();
  yield;
  const supergraph = new Supergraph(schema, DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES, false);
  const api = supergraph.apiSchema();
  yield;
  const apiSchema = yield* readableOf(api);
  yield;
  const fullSchema = yield* readableOf(schema);
  yield;
  supergraph.subgraphs(); // the planner asks for them, and the library remembers
  yield;
  return {
    id: idOf(sdl),
    supergraph,
    access,
    cacheHints: readCacheHints(document),
    costHints: readCostHints(document),
    subgraphs: supergraph.subgraphsMetadata().map(({ name, url }) => ({ name, url })),
    api,
    apiSchema,
    fullSchema,
  };
}

/** Of a schema that is valid. */
function* readableOf(schema: Schema): Slices<GraphQLSchema> {
  const document = schema.toAST();
  yield;
  // Types made of extensions alone are the library's affair; composition does not write any.
  const isExtended = document.definitions.some(({ kind }) => kind.endsWith("Extension"));
  return isExtended ? schema.toGraphQLJSSchema() : buildASTSchema(document, { assumeValidSDL: true });
}
