import type { ExecutionResult } from "graphql";
import { Pool } from "undici";
import { postJson } from "@wegraph/kit/postJson";
import { unreachable } from "@wegraph/kit/subgraph";
import type { SubgraphLink, SubgraphRequest } from "@wegraph/kit/subgraph";
import { SubgraphLine } from "@wegraph/kit/subgraphLine";

export interface ForeignPlace {
  readonly name: string;
  readonly url: string;
  /** Where its subscriptions are served, over graphql-transport-ws. */
  readonly subscriptionUrl: string;
}

interface Shared {
  readonly line: SubgraphLine;
  streams: number;
}

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
  /** By the headers they were opened with. */
  private readonly lines = new Map<string, Shared>();

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
      throw unreachable(this.name, cause);
    }
  }

  async subscribe(request: SubgraphRequest): Promise<AsyncIterableIterator<ExecutionResult>> {
    const { query, operationName, variables, principal, signal } = request;
    const { line, release } = this.lineFor(principal.headers ?? {});
    const payload = { query, operationName: operationName ?? null, variables: variables ?? null };
    return releasing(
      line.subscribe(payload, signal, (cause) => unreachable(this.name, cause)),
      release,
    );
  }

  /** Calls under way are answered; streams end. */
  async close(): Promise<void> {
    const all = [...this.lines.values()];
    this.lines.clear();
    await Promise.all(all.map(({ line }) => line.close()));
    await this.pool.close();
  }

  private lineFor(headers: Readonly<Record<string, string>>): { line: SubgraphLine; release: () => void } {
    const key = JSON.stringify(headers);
    // Some servers look at the payload of connection_init, some at the request for the upgrade.
    const make = () => new SubgraphLine(this.place.subscriptionUrl, () => headers, headers);
    const shared = this.lines.get(key) ?? { line: make(), streams: 0 };
    this.lines.set(key, shared);
    shared.streams += 1;
    const release = () => {
      shared.streams -= 1;
      if (shared.streams > 0 || this.lines.get(key) !== shared) return;
      this.lines.delete(key);
      void shared.line.close();
    };
    return { line: shared.line, release };
  }
}

/** Not a generator: leaving one would wait for its next event. */
function releasing(
  results: AsyncIterableIterator<ExecutionResult>,
  release: () => void,
): AsyncIterableIterator<ExecutionResult> {
  let isOver = false;
  const end = () => {
    if (!isOver) release();
    isOver = true;
  };
  return {
    async next() {
      try {
        const result = await results.next();
        if (result.done) end();
        return result;
      } catch (error) {
        end();
        throw error;
      }
    },
    async return() {
      await results.return?.();
      end();
      return { value: undefined, done: true };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
