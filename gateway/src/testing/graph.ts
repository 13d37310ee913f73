import { composeServices } from "@apollo/composition";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { parse } from "graphql";
import { cacheControlSdl } from "@wegraph/kit/cacheControl";
import { answerEntitiesDirectly } from "@wegraph/kit/entities";
import { LocalSubgraph } from "@wegraph/kit/localSubgraph";
import { createLogger } from "@wegraph/kit/log";
import type { Logger } from "@wegraph/kit/log";
import { Metrics } from "@wegraph/kit/metrics";
import { anonymous } from "@wegraph/kit/principal";
import type { Principal } from "@wegraph/kit/principal";
import type { Subgraph } from "@wegraph/kit/schema";
import type { SubgraphLink, SubgraphRequest } from "@wegraph/kit/subgraph";
import { Operations } from "../operations.ts";
import { settingsShape } from "../settings.ts";
import type { GatewayConfig } from "../settings.ts";
import { fixedLinks } from "../supergraph/links.ts";
import { ResponseCache } from "../cache/responseCache.ts";
import { GraphMaker } from "../supergraph/graphMaker.ts";
import { atOnce } from "../supergraph/slices.ts";

export interface SubgraphSource {
  name: string;
  sdl: string;
  resolvers: object;
}

/** A real subgraph in this process; `calls` are the operations it was asked. */
export class ObservedSubgraph implements SubgraphLink {
  readonly name: string;
  readonly calls: SubgraphRequest[] = [];
  /** Set to make every call fail as a lost connection would. */
  broken = false;
  private readonly local: LocalSubgraph;

  constructor(source: SubgraphSource, log: Logger) {
    this.name = source.name;
    this.local = new LocalSubgraph(subgraphOf(source), log);
  }

  execute(request: SubgraphRequest) {
    this.calls.push(request);
    if (this.broken) return Promise.reject(new Error("connect ECONNREFUSED 10.0.0.1:4001"));
    return this.local.execute(request);
  }

  subscribe(request: SubgraphRequest) {
    this.calls.push(request);
    if (this.broken) return Promise.reject(new Error("connect ECONNREFUSED 10.0.0.1:4001"));
    return this.local.subscribe(request);
  }

  close() {
    return this.local.close();
  }
}

const federation = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@shareable", "@external", "@requires", "@provides", "@inaccessible", "@interfaceObject",
  "@authenticated", "@requiresScopes", "@policy", "@composeDirective"
])`;

function typeDefsOf({ sdl }: SubgraphSource) {
  return parse([federation, sdl.includes("@cacheControl") ? cacheControlSdl : "", sdl].join("\n"));
}

export function subgraphOf(source: SubgraphSource): Subgraph {
  const { name, sdl, resolvers } = source;
  type Modules = Parameters<typeof buildSubgraphSchema>[0];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its resolver map type knows no plain objects
  const modules = { typeDefs: typeDefsOf(source), resolvers } as Modules;
  const schema = buildSubgraphSchema(modules);
  answerEntitiesDirectly(schema);
  return { name, sdl, schema };
}

const composedBefore = new Map<string, string>();

/** Most tests are about the same few subgraphs; composing takes longer than what they look at. */
export function compose(sources: readonly SubgraphSource[]): string {
  const key = JSON.stringify(sources.map(({ name, sdl }) => [name, sdl]));
  const known = composedBefore.get(key) ?? composeAnew(sources);
  composedBefore.set(key, known);
  return known;
}

function composeAnew(sources: readonly SubgraphSource[]): string {
  const composed = composeServices(
    sources.map((source) => ({
      name: source.name,
      typeDefs: typeDefsOf(source),
      url: `http://${source.name}`,
    })),
  );
  if (composed.errors)
    throw new AggregateError(composed.errors, composed.errors.map((error) => error.message).join("\n"));
  return composed.supergraphSdl;
}

export const quiet = createLogger("test", "silent");

export function openGraph(sources: readonly SubgraphSource[], config: GatewayConfig = {}) {
  const supergraphSdl = compose(sources);
  const links = sources.map((source) => new ObservedSubgraph(source, quiet));
  const settings = settingsShape.parse(config);
  const common = { settings, policies: {}, log: quiet, metrics: new Metrics("test") };
  const graph = atOnce(new GraphMaker({ link: fixedLinks(links), ...common }).making(supergraphSdl));
  const operations = new Operations({
    graph,
    cache: new ResponseCache(settings.cache, common.metrics),
    ...common,
  });
  const calls = () => links.flatMap((link) => link.calls);
  const run = (
    query: string,
    { variables, principal = anonymous }: { variables?: Record<string, unknown>; principal?: Principal } = {},
  ) => {
    const caller = { principal, correlationId: "test-correlation", address: "127.0.0.1" };
    return operations.run(operations.prepare({ query, variables }, principal), caller);
  };
  return { supergraphSdl, links, graph, operations, run, calls };
}

export function userWith(...permissions: string[]): Principal {
  return {
    ...anonymous,
    kind: "USER",
    id: "0192f000-0000-7000-8000-000000000001",
    name: "Ada",
    tenantId: "0192f000-0000-7000-8000-00000000000a",
    grants: permissions.map((permission) => ({ permission, scope: "TENANT" })),
  };
}
