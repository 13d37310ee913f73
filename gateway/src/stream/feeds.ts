import type { Logger } from "@wegraph/kit/log";
import type { Metrics } from "@wegraph/kit/metrics";
import type { SubgraphLink } from "@wegraph/kit/subgraph";
import { v7 } from "uuid";
import type { ReadyOperation, Operations } from "../operations.ts";
import type { Caller } from "../caller.ts";
import { audienceOf } from "./audience.ts";
import { Feed } from "./feed.ts";
import type { Subscriber } from "./feed.ts";

export interface FeedsOptions {
  operations: Operations;
  links: readonly SubgraphLink[];
  log: Logger;
  metrics: Metrics;
}

/** A place in a feed. */
export interface Membership {
  /** The same for everyone who gets the same answers. */
  readonly key: string;
  leave(): void;
}

/** All feeds of this process; subscribers who may see the same share one. */
export class Feeds {
  private readonly feeds = new Map<string, Feed>();
  private readonly deliveries;
  private readonly links: ReadonlyMap<string, SubgraphLink>;

  constructor(private readonly options: FeedsOptions) {
    this.links = new Map(options.links.map((link) => [link.name, link]));
    this.deliveries = options.metrics.counter("gateway_deliveries_total", "Events sent to subscribers.");
    const { feeds } = this;
    const gauge = options.metrics.gauge("gateway_feeds", "Upstream subscriptions held open.");
    Object.assign(gauge, { collect: () => gauge.set(feeds.size) });
  }

  /** Which feed serves this operation for this caller. */
  keyOf(ready: ReadyOperation, caller: Caller): string {
    return `${ready.planned.id} ${JSON.stringify(ready.variables)} ${audienceOf(caller.principal).key}`;
  }

  /** @throws RequestRefused when the caller may not have the subscription. */
  join(ready: ReadyOperation, caller: Caller, subscriber: Subscriber): Membership {
    const key = this.keyOf(ready, caller);
    const feed = this.feeds.get(key) ?? this.open(key, ready, caller);
    feed.join(subscriber);
    return { key, leave: () => feed.leave(subscriber) };
  }

  private open(key: string, ready: ReadyOperation, { principal, address }: Caller): Feed {
    const { operations, log } = this.options;
    const operation = operations.streamable(ready, principal);
    const link = this.links.get(operation.primary.subgraph);
    if (!link) throw new Error(`There is no link to the subgraph ${operation.primary.subgraph}.`);
    const caller: Caller = { principal: audienceOf(principal).principal, correlationId: v7(), address };
    const { variables, planned } = ready;
    const feed = new Feed({
      link,
      operation,
      variables,
      caller,
      log,
      async finish(event) {
        const limit = operations.timeLimit();
        const request = { variables, signal: limit.signal, ...caller };
        const raw = await operation.complete(event, request).finally(() => limit.end());
        const cursor = event.extensions?.["cursor"];
        const placed = cursor === undefined ? raw : { ...raw, extensions: { ...raw.extensions, cursor } };
        return operations.finish(placed, planned, variables, caller);
      },
      onSent: (subscribers) => this.deliveries.inc(subscribers),
      onIdle: () => this.feeds.delete(key),
    });
    this.feeds.set(key, feed);
    feed.start();
    return feed;
  }
}
