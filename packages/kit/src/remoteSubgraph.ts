import { createClient } from "graphql-ws";
import type { Client } from "graphql-ws";
import type { ExecutionResult } from "graphql";
import { Pool } from "undici";
import { WebSocket } from "ws";
import { AppError } from "./errors.ts";
import { postJson } from "./postJson.ts";
import { PrincipalSeal } from "./principal.ts";
import type { SubgraphLink, SubgraphRequest } from "./subgraph.ts";
import { traceHeaders } from "./tracing.ts";

const requestTimeoutMs = 30_000;
const jsonBothWays = { "content-type": "application/json", accept: "application/json" };

/** A subgraph behind its own port: HTTP for operations, graphql-transport-ws for subscriptions. */
export class RemoteSubgraph implements SubgraphLink {
  private readonly pool: Pool;
  private readonly path: string;
  private readonly sockets = new Set<Client>();

  constructor(
    readonly name: string,
    private readonly url: string,
    private readonly seal: PrincipalSeal,
  ) {
    const { origin, pathname } = new URL(url);
    this.path = pathname;
    this.pool = new Pool(origin, { connections: 32, pipelining: 1, headersTimeout: requestTimeoutMs });
  }

  async execute(request: SubgraphRequest): Promise<ExecutionResult> {
    const { query, operationName, variables, signal } = request;
    try {
      const answer = await postJson(this.pool, {
        path: this.path,
        headers: { ...jsonBothWays, ...this.identity(request), ...traceHeaders() },
        body: { query, operationName, variables },
        signal,
      });
      return answer as ExecutionResult;
    } catch (cause) {
      throw this.unavailable(cause);
    }
  }

  async subscribe(request: SubgraphRequest): Promise<AsyncIterableIterator<ExecutionResult>> {
    // A socket of its own for each upstream: its principal is sealed at connect, and the gateway already
    // shares one upstream among all who may see the same.
    const client = createClient({
      url: this.url.replace(/^http/, "ws"),
      webSocketImpl: WebSocket,
      lazy: true,
      retryAttempts: 0,
      connectionParams: () => this.identity(request),
    });
    this.sockets.add(client);
    const { query, operationName, variables } = request;
    const results = client.iterate({
      query,
      operationName: operationName ?? null,
      variables: variables ?? null,
    });
    return this.closing(results as AsyncIterableIterator<ExecutionResult>, client);
  }

  async close(): Promise<void> {
    for (const client of this.sockets) await client.dispose();
    await this.pool.close();
  }

  private async *closing(
    results: AsyncIterableIterator<ExecutionResult>,
    client: Client,
  ): AsyncGenerator<ExecutionResult, void, void> {
    try {
      yield* results;
    } catch (cause) {
      // A refusal of the subgraph's own comes as the list of its errors; anything else is the line.
      if (!Array.isArray(cause)) throw this.unavailable(cause);
      yield { errors: cause as NonNullable<ExecutionResult["errors"]> };
    } finally {
      this.sockets.delete(client);
      await client.dispose();
    }
  }

  private identity({ principal, correlationId }: SubgraphRequest): Record<string, string> {
    return {
      [PrincipalSeal.header]: this.seal.seal(principal, this.name),
      "x-request-id": correlationId,
    };
  }

  private unavailable(cause: unknown): AppError {
    return new AppError(
      "UNAVAILABLE",
      "SUBGRAPH_UNREACHABLE",
      `${this.name} does not answer.`,
      {},
      { cause },
    );
  }
}
