import type { ExecutionResult } from "graphql";
import { Cancellation, unlessAborted } from "@wegraph/kit/cancellation";
import type { CancelSignal } from "@wegraph/kit/cancellation";
import type { Principal } from "@wegraph/kit/principal";
import { isMutation, isStream, withSignal } from "@wegraph/kit/subgraph";
import type { SubgraphLink, SubgraphRequest } from "@wegraph/kit/subgraph";
import type { FollowChanges } from "../cache/changes.ts";

/** One principal's calls under way, by document and variables. */
type Flights = Map<string, Flight>;

/** How often this gateway has learnt that something changed: by a mutation that ended, by an event, or as caches do. */
export interface Changes {
  count: number;
}

/** `follow`, with what it tells counted before the listener acts on it: a cache must not keep what was read before. */
export function countingChanges(follow: FollowChanges, changes: Changes): FollowChanges {
  return (listener) =>
    follow({
      changed(change) {
        changes.count += 1;
        listener.changed(change);
      },
      reliable(isReliable) {
        changes.count += 1;
        listener.reliable(isReliable);
      },
    });
}

/**
 * Asks once what requests of the same principal ask at the same time, and gives all of them the one answer. Nobody
 * joins what was begun before a change was learnt of: whoever made it, or was told, reads what came of it.
 *
 * @param changes shared by the links to all subgraphs: what changes in one may be told by another
 */
export function joining(link: SubgraphLink, changes: Changes, onJoin: () => void): SubgraphLink {
  let byPrincipal = new WeakMap<Principal, Flights>();
  let upTo = changes.count;

  const flightsOf = ({ principal }: SubgraphRequest): Flights => {
    if (upTo !== changes.count) byPrincipal = new WeakMap();
    upTo = changes.count;
    const flights: Flights = byPrincipal.get(principal) ?? new Map();
    byPrincipal.set(principal, flights);
    return flights;
  };

  const execute = (request: SubgraphRequest): Promise<ExecutionResult> => {
    if (isMutation(request))
      return link.execute(request).finally(() => {
        changes.count += 1;
      });
    const variablesText = JSON.stringify(request.variables ?? {});
    // Neither a document nor JSON has the character between them in it.
    const key = `${request.query}\0${variablesText}`;
    const flights = flightsOf(request);
    const known = flights.get(key);
    if (known) onJoin();
    const flight = known ?? new Flight(link, request, variablesText, flights, key);
    return flight.wait(request.signal);
  };
  return {
    name: link.name,
    execute,
    async subscribe(request) {
      const answer = await link.subscribe(request);
      return isStream(answer) ? counting(answer, changes) : answer;
    },
    close: () => link.close(),
  };
}

function counting(
  stream: AsyncIterableIterator<ExecutionResult>,
  changes: Changes,
): AsyncIterableIterator<ExecutionResult> {
  return {
    async next() {
      const result = await stream.next();
      changes.count += 1;
      return result;
    },
    async return() {
      return (await stream.return?.()) ?? { value: undefined, done: true };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** A call that ends early only when nobody waits for it any more. */
class Flight {
  isOver = false;
  private readonly answer: Promise<ExecutionResult>;
  private readonly cancellation = new Cancellation();
  private waiting = 0;

  /** @param among where it is to be found until it is over, under `key` */
  constructor(
    link: SubgraphLink,
    request: SubgraphRequest,
    variablesText: string,
    private readonly among: Flights,
    private readonly key: string,
  ) {
    among.set(key, this);
    this.answer = link.execute(withSignal(request, this.cancellation, variablesText));
    this.answer.then(
      () => this.end(),
      () => this.end(),
    );
  }

  wait(signal: CancelSignal | undefined): Promise<ExecutionResult> {
    this.waiting += 1;
    if (signal?.aborted) this.leave(signal.reason);
    else signal?.addEventListener("abort", new Leaving(this, signal));
    return unlessAborted(this.answer, signal);
  }

  leave(reason: unknown): void {
    this.waiting -= 1;
    if (this.waiting > 0 || this.isOver) return;
    this.end();
    this.cancellation.abort(reason);
  }

  private end(): void {
    if (!this.isOver) this.among.delete(this.key);
    this.isOver = true;
  }
}

class Leaving {
  constructor(
    private readonly flight: Flight,
    private readonly signal: CancelSignal,
  ) {}

  handleEvent(): void {
    this.flight.leave(this.signal.reason);
  }
}
