import { setTimeout as sleep } from "node:timers/promises";
import type { ExecutionResult, GraphQLFormattedError } from "graphql";
import { backOffMs } from "@wegraph/kit/backOff";
import type { Logger } from "@wegraph/kit/log";
import { isStream } from "@wegraph/kit/subgraph";
import type { SubgraphLink } from "@wegraph/kit/subgraph";
import type { Caller } from "../caller.ts";
import type { StreamableOperation } from "../execution/executor.ts";
import { presentOne } from "../execution/presentAnswer.ts";
import type { Answer } from "../execution/presentAnswer.ts";

/** One client's end of a feed. None of these may wait: a slow client must not hold up the others. */
export interface Subscriber {
  /** An answer, as JSON that is the same for everyone. */
  next(json: string): void;
  complete(): void;
  fail(errors: readonly GraphQLFormattedError[]): void;
}

export interface FeedOptions {
  link: SubgraphLink;
  operation: StreamableOperation;
  variables: Readonly<Record<string, unknown>>;
  /** In whose name the feed runs; for a shared feed, nobody's in particular. */
  caller: Caller;
  /** What the executor made of an event, as its subscribers may see it. */
  finish: (event: ExecutionResult) => Promise<Answer>;
  log: Logger;
  /** An event went out to so many. */
  onSent: (subscribers: number) => void;
  onIdle: () => void;
}

/** Events being completed at once; their answers still go out in the order the events came in. */
const inFlightMax = 16;
/** A subscription refused for one of these reasons would be refused again. */
const passing = new Set<unknown>(["UNAVAILABLE", "TIMEOUT", "INTERNAL", "RATE_LIMITED"]);

/**
 * One upstream subscription and everyone who gets the same answers from it: an event is completed once and written
 * as JSON once, however many there are. An upstream that breaks off is subscribed to again; one that ends is the
 * subgraph saying that nothing more will come.
 */
export class Feed {
  private readonly subscribers = new Set<Subscriber>();
  private readonly stopping = new AbortController();
  private upstream: AsyncIterator<ExecutionResult> | undefined;
  private inFlight = 0;
  private lastSent: Promise<void> = Promise.resolve();

  constructor(private readonly options: FeedOptions) {}

  get size(): number {
    return this.subscribers.size;
  }

  start(): void {
    void this.pump();
  }

  join(subscriber: Subscriber): void {
    this.subscribers.add(subscriber);
  }

  leave(subscriber: Subscriber): void {
    this.subscribers.delete(subscriber);
    if (this.subscribers.size === 0) this.stop();
  }

  private get stopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private stop(): void {
    if (this.stopped) return;
    this.stopping.abort();
    this.options.onIdle();
    // Not waited for: a generator that waits for its next event only ends with it.
    this.upstream?.return?.().catch(() => undefined);
  }

  private async pump(): Promise<void> {
    for (let attempt = 1; !this.stopped; attempt += 1) {
      try {
        for await (const event of this.events()) {
          attempt = 0;
          await this.dispatch(event);
        }
        await this.lastSent;
        return this.end((subscriber) => subscriber.complete());
      } catch (error) {
        if (this.stopped) return;
        if (error instanceof SubscriptionRefused)
          return this.end((subscriber) => subscriber.fail(error.errors));
        const waitMs = backOffMs(Math.max(attempt, 1), { baseMs: 100, maxMs: 10_000 });
        const { link, caller } = this.options;
        this.options.log.warn(
          { err: error, subgraph: link.name, waitMs, correlationId: caller.correlationId },
          "feed interrupted",
        );
        await sleep(waitMs, undefined, { signal: this.stopping.signal, ref: false }).catch(() => undefined);
      }
    }
  }

  private async *events(): AsyncGenerator<ExecutionResult, void, void> {
    const { link, operation, variables, caller, log } = this.options;
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
      signal: this.stopping.signal,
    });
    if (isStream(answer)) {
      this.upstream = answer;
      if (!this.stopped) return yield* answer;
      // Everyone left while the subgraph was being asked. A generator that was never started holds on to its source
      // for ever when it is returned from, so it is started first.
      answer.next().catch(() => undefined);
      answer.return?.().catch(() => undefined);
      return undefined;
    }
    const errors = (answer.errors ?? []).map((error) =>
      presentOne(error, { correlationId: caller.correlationId, log }),
    );
    if (errors.every(({ extensions }) => passing.has(extensions?.["code"])))
      throw new Error("The subgraph cannot take the subscription now.");
    throw new SubscriptionRefused(errors);
  }

  /** Resolves when the next event may be taken. */
  private async dispatch(event: ExecutionResult): Promise<void> {
    this.inFlight += 1;
    const written = this.write(event);
    const sent = this.lastSent.then(async () => {
      const json = await written;
      this.inFlight -= 1;
      if (this.stopped) return;
      for (const subscriber of this.subscribers) subscriber.next(json);
      this.options.onSent(this.subscribers.size);
    });
    this.lastSent = sent;
    if (this.inFlight >= inFlightMax) await sent;
  }

  /** Never rejects: one event that cannot be completed is an answer with an error, not the end of the feed. */
  private async write(event: ExecutionResult): Promise<string> {
    const { finish, caller, log } = this.options;
    try {
      return JSON.stringify(await finish(event));
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error));
      const errors = [presentOne(failure, { correlationId: caller.correlationId, log })];
      return JSON.stringify({ data: null, errors } satisfies Answer);
    }
  }

  private end(tell: (subscriber: Subscriber) => void): void {
    const all = [...this.subscribers];
    this.subscribers.clear();
    this.stop();
    for (const subscriber of all) tell(subscriber);
  }
}

class SubscriptionRefused extends Error {
  constructor(readonly errors: readonly GraphQLFormattedError[]) {
    super("The subgraph refused the subscription.");
  }
}
