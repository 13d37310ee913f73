import type { ExecutionResult } from "graphql";
import type { SubscribePayload } from "graphql-ws";
import { LRUCache } from "lru-cache";
import { Pool } from "undici";
import { postJson } from "./postJson.ts";
import { PrincipalSeal, anonymous } from "./principal.ts";
import { QueryLine } from "./queryLine.ts";
import { isMutation, unreachable } from "./subgraph.ts";
import type { SubgraphLink, SubgraphRequest } from "./subgraph.ts";
import { SubgraphLine } from "./subgraphLine.ts";
import { traceHeaders } from "./tracing.ts";

const requestTimeoutMs = 30_000;
const headsMax = 1_000;
const jsonBothWays = { "content-type": "application/json", accept: "application/json" };
/** Whatever is longer goes by a connection of its own, and holds up nobody. */
const queryCharactersMax = 65_536;

/**
 * A subgraph behind its own port: graphql-transport-ws for queries and, on a connection of their own, subscriptions;
 * HTTP for mutations and long queries. A fetch over a shared line costs half of what it does over HTTP (DECISIONS 39).
 */
export class RemoteSubgraph implements SubgraphLink {
  private readonly pool: Pool;
  private readonly path: string;
  private readonly line: SubgraphLine;
  /** One for all: the more that shares it, the more leaves at once. */
  private readonly queryLine: QueryLine;
  /** Bodies up to their variables: the gateway sends the same few documents again and again. */
  private readonly heads = new LRUCache<string, string>({ max: headsMax });

  constructor(
    readonly name: string,
    url: string,
    private readonly seal: PrincipalSeal,
  ) {
    const { origin, pathname } = new URL(url);
    this.path = pathname;
    this.pool = new Pool(origin, { connections: 32, pipelining: 1, headersTimeout: requestTimeoutMs });
    const lineUrl = url.replace(/^http/, "ws");
    const params = () => ({ [PrincipalSeal.header]: seal.seal(anonymous, name) });
    this.line = new SubgraphLine(lineUrl, params);
    this.queryLine = new QueryLine(lineUrl, params, (cause) => unreachable(name, cause));
  }

  execute(request: SubgraphRequest): Promise<ExecutionResult> {
    const body = this.bodyOf(request);
    const isShortQuery = body.length <= queryCharactersMax && !isMutation(request);
    return isShortQuery ? this.query(request, body) : this.post(request, body);
  }

  async subscribe(request: SubgraphRequest): Promise<AsyncIterableIterator<ExecutionResult>> {
    const { resume, signal } = request;
    const payload = this.payloadOf(request, resume && { resume });
    return this.line.subscribe(payload, signal, (cause) => unreachable(this.name, cause));
  }

  async close(): Promise<void> {
    this.queryLine.close();
    await this.line.close();
    await this.pool.close();
  }

  private query(request: SubgraphRequest, body: string): Promise<ExecutionResult> {
    const { principal, correlationId, signal } = request;
    let extensions = `"x-request-id":${JSON.stringify(correlationId)}`;
    const headers = traceHeaders();
    for (const name in headers) extensions += `,"${name}":${JSON.stringify(headers[name])}`;
    // A token is letters, digits, dots and the like: it stands in JSON as it is.
    const token = this.seal.seal(principal, this.name);
    return this.queryLine.execute(
      `${body},"extensions":{"${PrincipalSeal.header}":"${token}",${extensions}}}`,
      signal,
    );
  }

  private async post(request: SubgraphRequest, body: string): Promise<ExecutionResult> {
    try {
      const answer = await postJson(this.pool, {
        path: this.path,
        headers: { ...jsonBothWays, ...this.identity(request), ...traceHeaders() },
        body: `${body}}`,
        signal: request.signal,
      });
      return answer as ExecutionResult;
    } catch (cause) {
      throw unreachable(this.name, cause);
    }
  }

  private payloadOf(request: SubgraphRequest, more: Record<string, unknown> | undefined): SubscribePayload {
    const { query, operationName, variables } = request;
    return {
      query,
      operationName: operationName ?? null,
      variables: variables ?? null,
      // Sealed for each operation: one connection carries them all, whoever they are for.
      extensions: { ...this.identity(request), ...more },
    };
  }

  /** As JSON, up to the brace that ends it. */
  private bodyOf({ query, operationName, variables = {}, variablesText }: SubgraphRequest): string {
    let head = this.heads.get(query);
    if (head === undefined) this.heads.set(query, (head = `{"query":${JSON.stringify(query)},"variables":`));
    const named = operationName === undefined ? "" : `,"operationName":${JSON.stringify(operationName)}`;
    return `${head}${variablesText ?? JSON.stringify(variables)}${named}`;
  }

  private identity({ principal, correlationId }: SubgraphRequest): Record<string, string> {
    return {
      [PrincipalSeal.header]: this.seal.seal(principal, this.name),
      "x-request-id": correlationId,
    };
  }
}
