import type { ExecutionResult } from "graphql";
import { LRUCache } from "lru-cache";
import { Pool } from "undici";
import { postJson } from "./postJson.ts";
import { PrincipalSeal, anonymous } from "./principal.ts";
import { unreachable } from "./subgraph.ts";
import type { SubgraphLink, SubgraphRequest } from "./subgraph.ts";
import { SubgraphLine } from "./subgraphLine.ts";
import { traceHeaders } from "./tracing.ts";

const requestTimeoutMs = 30_000;
const headsMax = 1_000;
const jsonBothWays = { "content-type": "application/json", accept: "application/json" };

/** A subgraph behind its own port: HTTP for operations, one graphql-transport-ws connection for all subscriptions. */
export class RemoteSubgraph implements SubgraphLink {
  private readonly pool: Pool;
  private readonly path: string;
  private readonly line: SubgraphLine;
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
    this.line = new SubgraphLine(url.replace(/^http/, "ws"), () => ({
      [PrincipalSeal.header]: seal.seal(anonymous, name),
    }));
  }

  async execute(request: SubgraphRequest): Promise<ExecutionResult> {
    try {
      const answer = await postJson(this.pool, {
        path: this.path,
        headers: { ...jsonBothWays, ...this.identity(request), ...traceHeaders() },
        body: this.bodyOf(request),
        signal: request.signal,
      });
      return answer as ExecutionResult;
    } catch (cause) {
      throw unreachable(this.name, cause);
    }
  }

  async subscribe(request: SubgraphRequest): Promise<AsyncIterableIterator<ExecutionResult>> {
    const { query, operationName, variables, resume, signal } = request;
    const payload = {
      query,
      operationName: operationName ?? null,
      variables: variables ?? null,
      // Sealed for each operation: one connection carries them all, whoever they are for.
      extensions: { ...this.identity(request), ...(resume && { resume }) },
    };
    return this.line.subscribe(payload, signal, (cause) => unreachable(this.name, cause));
  }

  async close(): Promise<void> {
    await this.line.close();
    await this.pool.close();
  }

  private bodyOf({ query, operationName, variables = {}, variablesText }: SubgraphRequest): string {
    let head = this.heads.get(query);
    if (head === undefined) this.heads.set(query, (head = `{"query":${JSON.stringify(query)},"variables":`));
    const named = operationName === undefined ? "" : `,"operationName":${JSON.stringify(operationName)}`;
    return `${head}${variablesText ?? JSON.stringify(variables)}${named}}`;
  }

  private identity({ principal, correlationId }: SubgraphRequest): Record<string, string> {
    return {
      [PrincipalSeal.header]: this.seal.seal(principal, this.name),
      "x-request-id": correlationId,
    };
  }
}
