import { setTimeout as sleep } from "node:timers/promises";
import type { ExecutionResult, GraphQLFormattedError } from "graphql";
import { backOffMs } from "@wegraph/kit/backOff";
import type { Logger } from "@wegraph/kit/log";
import { isStream } from "@wegraph/kit/subgraph";
import type { StreamExtensions, SubgraphLink } from "@wegraph/kit/subgraph";
import type { Caller } from "../caller.ts";
import type { StreamableOperation } from "../execution/executor.ts";

export interface UpstreamSource {
  link: SubgraphLink;
  operation: StreamableOperation;
  variables: Readonly<Record<string, unknown>>;
  caller: Caller;
  /** An error as its subscribers may see it. */
  present: (error: Error | GraphQLFormattedError) => GraphQLFormattedError;
  log: Logger;
}

/** The subgraph will not serve the subscription; asking again would not change that. */
export class SubscriptionRefused extends Error {
  constructor(readonly errors: readonly GraphQLFormattedError[]) {
    super("The subgraph refused the subscription.");
  }
}

/** A subscription refused for one of these reasons might be taken a moment later. */
const passing = new Set<unknown>(["UNAVAILABLE", "TIMEOUT", "INTERNAL", "RATE_LIMITED"]);
const backOff = { baseMs: 100, maxMs: 10_000 };

/** One subscription at its subgraph, taken up again after its last event whenever it breaks off. */
export class Upstream {
  private readonly stopping = new AbortController();
  private stream: AsyncIterator<ExecutionResult> | undefined;

  /** @param after the cursor to take the stream up after; null for what happens from now on. */
  constructor(
    private readonly source: UpstreamSource,
    private after: string | null,
    /** A subscription was sent to the subgraph, which may now say where its stream stands. */
    private readonly onAsked: () => void,
    /** The subgraph says where its stream stands, before the first event. */
    private readonly onPosition: (cursor: string) => void,
  ) {}

  get stopped(): boolean {
    return this.stopping.signal.aborted;
  }

  stop(): void {
    if (this.stopped) return;
    this.stopping.abort();
    // Not waited for: a generator that waits for its next event only ends with it.
    this.stream?.return?.().catch(() => undefined);
  }

  /** Ends when the subgraph ends the stream. @throws SubscriptionRefused */
  async *events(): AsyncGenerator<ExecutionResult, void, void> {
    const { link, caller, log } = this.source;
    for (let attempt = 1; !this.stopped; attempt += 1) {
      try {
        for await (const result of this.subscribed()) {
          attempt = 0;
          const { cursor, isPosition }: StreamExtensions = result.extensions ?? {};
          if (cursor !== undefined) this.after = cursor;
          if (!isPosition) yield result;
          else if (cursor !== undefined) this.onPosition(cursor);
        }
        return;
      } catch (error) {
        if (this.stopped) return;
        if (error instanceof SubscriptionRefused) throw error;
        const waitMs = backOffMs(Math.max(attempt, 1), backOff);
        const { correlationId } = caller;
        log.warn({ err: error, subgraph: link.name, waitMs, correlationId }, "feed interrupted");
        await sleep(waitMs, undefined, { signal: this.stopping.signal, ref: false }).catch(() => undefined);
      }
    }
  }

  private async *subscribed(): AsyncGenerator<ExecutionResult, void, void> {
    const { after } = this;
    const stream = await this.open();
    if (!stream) return;
    let isFirst = true;
    for await (const result of stream) {
      // Without data it is no event: it is the refusal of the subscription, late or at once.
      if (result.data === undefined && result.errors) throw this.refusal(result.errors);
      if (isFirst && after !== null && !result.extensions?.["isPosition"]) throw notResumable;
      isFirst = false;
      yield result;
    }
  }

  private async open(): Promise<AsyncIterableIterator<ExecutionResult> | null> {
    const { link, operation, variables, caller } = this.source;
    const { query, document, operationName, variables: used } = operation.primary;
    const answer = await link.subscribe({
      query,
      ...(document && { document }),
      ...(operationName !== undefined && { operationName }),
      variables: Object.fromEntries(
        used.filter((name) => name in variables).map((name) => [name, variables[name]]),
      ),
      principal: caller.principal,
      correlationId: caller.correlationId,
      resume: { after: this.after },
      signal: this.stopping.signal,
    });
    if (!isStream(answer)) throw this.refusal(answer.errors ?? []);
    this.stream = answer;
    this.onAsked();
    if (!this.stopped) return answer;
    // Everyone left while the subgraph was being asked. A generator that was never started holds on to its source
    // for ever when it is returned from, so it is started first.
    answer.next().catch(() => undefined);
    answer.return?.().catch(() => undefined);
    return null;
  }

  private refusal(refused: readonly (Error | GraphQLFormattedError)[]): Error {
    const errors = refused.map((error) => this.source.present(error));
    if (errors.every(({ extensions }) => passing.has(extensions?.["code"])))
      return new Error("The subgraph cannot take the subscription now.");
    return new SubscriptionRefused(errors);
  }
}

const notResumable = new SubscriptionRefused([
  {
    message: "This stream cannot be taken up at a place in the past.",
    extensions: { code: "RESUME_GAP", reason: "RESUME_UNSUPPORTED" },
  },
]);
