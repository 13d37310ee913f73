import type { ExecutionResult } from "graphql";
import { createClient } from "graphql-ws";
import type { Client } from "graphql-ws";
import { Pool } from "undici";
import { WebSocket } from "ws";
import { AppError } from "@wegraph/kit/errors";
import { postJson } from "@wegraph/kit/postJson";
import type { SubgraphLink, SubgraphRequest } from "@wegraph/kit/subgraph";

export interface ForeignPlace {
  readonly name: string;
  readonly url: string;
  /** Where its subscriptions are served, over graphql-transport-ws. */
  readonly subscriptionUrl: string;
}

interface Line {
  readonly client: Client;
  streams: number;
}

type Headers = Readonly<Record<string, string>>;

const json = {
  "content-type": "application/json",
  accept: "application/graphql-response+json, application/json;q=0.9",
};
const connectionsMax = 64;

/**
 * A subgraph that knows nothing of principals: HTTP for operations, graphql-transport-ws for subscriptions. It gets the
 * headers that the caller's request is to hand on; callers that showed the same share one WebSocket to it.
 */
export class ForeignSubgraph implements SubgraphLink {
  readonly name: string;
  private readonly pool: Pool;
  private readonly path: string;
  private readonly lines = new Map<string, Line>();

  constructor(private readonly place: ForeignPlace) {
    this.name = place.name;
    const { origin, pathname, search } = new URL(place.url);
    this.path = pathname + search;
    this.pool = new Pool(origin, { connections: connectionsMax, pipelining: 1 });
  }

  async execute(request: SubgraphRequest): Promise<ExecutionResult> {
    const { query, operationName, variables, signal, correlationId, principal } = request;
    try {
      const answer = await postJson(this.pool, {
        path: this.path,
        headers: { ...json, "x-request-id": correlationId, ...principal.headers },
        body: { query, operationName, variables },
        signal,
      });
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- looked at by whoever merges it
      return answer as ExecutionResult;
    } catch (cause) {
      throw this.unavailable(cause);
    }
  }

  async subscribe(request: SubgraphRequest): Promise<AsyncIterableIterator<ExecutionResult>> {
    const { query, operationName, variables, principal } = request;
    const { line, release } = this.lineFor(principal.headers ?? {});
    const results = line.client.iterate({
      query,
      operationName: operationName ?? null,
      variables: variables ?? null,
    });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- graphql-ws leaves the form of extensions open
    return this.carried(results as AsyncIterableIterator<ExecutionResult>, release);
  }

  /** Calls under way are answered; streams end. */
  async close(): Promise<void> {
    for (const { client } of this.lines.values()) await client.dispose();
    this.lines.clear();
    await this.pool.close();
  }

  /** Not a generator: leaving one would wait for its next event. */
  private carried(
    results: AsyncIterableIterator<ExecutionResult>,
    release: () => void,
  ): AsyncIterableIterator<ExecutionResult> {
    return {
      next: async () => {
        try {
          const result = await results.next();
          if (result.done) release();
          return result;
        } catch (cause) {
          release();
          // A refusal of the subgraph's own comes as the list of its errors; anything else is the line.
          if (!Array.isArray(cause)) throw this.unavailable(cause);
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the protocol defines the message
          return { value: { errors: cause as NonNullable<ExecutionResult["errors"]> }, done: false };
        }
      },
      return: async () => {
        await results.return?.();
        release();
        return { value: undefined, done: true };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  private lineFor(headers: Headers): { line: Line; release: () => void } {
    const key = JSON.stringify(headers);
    const line = this.lines.get(key) ?? { client: this.connect(headers), streams: 0 };
    this.lines.set(key, line);
    line.streams += 1;
    let released = false;
    const release = () => {
      if (released) return;
      released = true;
      line.streams -= 1;
      if (line.streams > 0) return;
      if (this.lines.get(key) === line) this.lines.delete(key);
      void line.client.dispose();
    };
    return { line, release };
  }

  private connect(headers: Headers): Client {
    return createClient({
      url: this.place.subscriptionUrl,
      webSocketImpl: class extends WebSocket {
        constructor(url: string, protocols: string[]) {
          // Some servers look at the payload of connection_init, some at the request for the upgrade.
          super(url, protocols, { headers });
        }
      },
      lazy: true,
      // Whoever holds the stream knows from where to take it up again.
      retryAttempts: 0,
      connectionParams: headers,
    });
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
