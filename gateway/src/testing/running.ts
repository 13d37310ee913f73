import { setTimeout as sleep } from "node:timers/promises";
import { Health } from "@wegraph/kit/health";
import { Metrics } from "@wegraph/kit/metrics";
import type { Principal } from "@wegraph/kit/principal";
import { openGateway } from "../gateway.ts";
import type { GatewayOptions } from "../gateway.ts";
import type { IdentityChange } from "../stream/liveIdentity.ts";
import { ObservedSubgraph, compose, quiet } from "./graph.ts";
import type { SubgraphSource } from "./graph.ts";

/** A gateway at a port of its own or the given one, in front of real subgraphs; `tokens` says who may come in. */
export async function runGateway(
  sources: readonly SubgraphSource[],
  { port: wanted = 0, ...options }: Partial<GatewayOptions> & { port?: number } = {},
) {
  const tokens = new Map<string, Principal>();
  const listeners = new Set<(change: IdentityChange) => void>();
  const links = sources.map((source) => new ObservedSubgraph(source, quiet));
  const asked: string[] = [];
  const gateway = await openGateway({
    supergraphSdl: compose(sources),
    links,
    async authenticate({ token }) {
      asked.push(token);
      return tokens.get(token) ?? null;
    },
    onIdentityChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    log: quiet,
    health: new Health(),
    metrics: new Metrics("test"),
    ...options,
    // Tests look at what is left open after the last subscriber went.
    config: { ...options.config, streams: { feedLingerMs: 20, ...options.config?.streams } },
  });
  const { port } = await gateway.serve({ port: wanted, host: "127.0.0.1" });
  const url = `http://127.0.0.1:${port}`;
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(url + path, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  const graphql = async (body: object, headers: Record<string, string> = {}) => {
    const response = await post("/graphql", body, headers);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a test then looks at is what it asserts
    const answer = (await response.json()) as GraphqlAnswer;
    return { status: response.status, headers: response.headers, body: answer };
  };
  return {
    gateway,
    url,
    port,
    links,
    tokens,
    asked,
    post,
    graphql,
    announce: (change: IdentityChange) => listeners.forEach((listener) => listener(change)),
    [Symbol.asyncDispose]: () => gateway.stop(),
  };
}

export interface GraphqlAnswer {
  data?: Record<string, unknown> | null;
  errors?: { message: string; path?: unknown[]; extensions: Record<string, unknown> }[];
  extensions?: Record<string, unknown>;
}

export async function eventually(claim: () => boolean, withinMs = 8_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!claim()) {
    if (Date.now() > end) throw new Error(`Not so within ${withinMs} ms: ${claim.toString()}`);
    await sleep(5);
  }
}

export function bearer(token: string): { authorization: string } {
  return { authorization: `Bearer ${token}` };
}
