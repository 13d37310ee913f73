import type { Logger } from "@wegraph/kit/log";
import type { Metrics } from "@wegraph/kit/metrics";
import type { Principal } from "@wegraph/kit/principal";
import { v7 } from "uuid";
import type { Caller } from "../caller.ts";
import { RequestRefused } from "../errors.ts";
import type { ReadyOperation, Operations } from "../operations.ts";
import type { GatewaySettings } from "../settings.ts";
import { audienceOf } from "./audience.ts";
import type { Audience } from "./audience.ts";
import type { FeedSource } from "./feed.ts";
import { FeedGroup } from "./feedGroup.ts";
import type { Seat, Subscriber } from "./seat.ts";
import { refreshAll } from "./refreshAll.ts";
import { Turns } from "./turns.ts";

export interface FeedsOptions {
  operations: Operations;
  limits: GatewaySettings["streams"];
  log: Logger;
  metrics: Metrics;
}

/** Where a subscriber wants to begin: now, now but silent until let go, or after a place in the past. */
export type Beginning = { at: "NOW" } | { at: "HELD" } | { at: "AFTER"; cursor: string };

/** All feeds of this process; subscribers who may see the same share one. */
export class Feeds {
  private readonly groups = new Map<string, FeedGroup>();
  private readonly turns: Turns;
  private readonly deliveries;
  private readonly resumes;

  constructor(private readonly options: FeedsOptions) {
    const { limits, metrics } = options;
    this.turns = new Turns(limits.catchUpsMax);
    this.deliveries = metrics.counter("gateway_deliveries_total", "Events sent to subscribers.");
    this.resumes = metrics.counter(
      "gateway_resumes_total",
      "Subscribers that came back, by who remembered.",
      ["from"],
    );
    const { groups } = this;
    const gauge = metrics.gauge("gateway_feeds", "Upstream subscriptions held open.");
    const count = () => [...groups.values()].reduce((sum, { feeds }) => sum + feeds, 0);
    Object.assign(gauge, { collect: () => gauge.set(count()) });
  }

  /** Which feed serves this operation for this caller. */
  keyOf(ready: ReadyOperation, caller: Caller): string {
    return `${ready.planned.id} ${JSON.stringify(ready.variables)} ${this.audience(ready, caller.principal).key}`;
  }

  /** @throws RequestRefused when the caller may not have the subscription. */
  join(ready: ReadyOperation, caller: Caller, subscriber: Subscriber, beginning: Beginning): Seat {
    const key = this.keyOf(ready, caller);
    const group = this.groups.get(key) ?? this.open(key, ready, caller);
    if (beginning.at === "AFTER") return group.joinAfter(subscriber, beginning.cursor);
    return group.join(subscriber, beginning.at === "HELD");
  }

  /** Feeds that are the same by the graph in service run by it from now on, so that none keeps an older one alive. */
  async adopt(): Promise<void> {
    const again = (key: string, group: FeedGroup) => () => {
      const source = this.sourceAgain(key, group.source);
      if (source) group.adopt(source);
    };
    await refreshAll([...this.groups].map(([key, group]) => ({ refresh: again(key, group) })));
  }

  /** Lets every upstream go, also those that linger. */
  stop(): void {
    for (const group of this.groups.values()) group.stop();
  }

  private audience(ready: ReadyOperation, principal: Principal): Audience {
    return audienceOf(principal, this.options.operations.isPersonal(ready));
  }

  private open(key: string, ready: ReadyOperation, caller: Caller): FeedGroup {
    const group = new FeedGroup(key, this.sourceOf(ready, caller), this.turns, () => {
      if (this.groups.get(key) === group) this.groups.delete(key);
    });
    this.groups.set(key, group);
    return group;
  }

  private sourceAgain(key: string, { text, caller }: FeedSource): FeedSource | null {
    try {
      const ready = this.options.operations.prepare(text, caller.principal);
      return this.keyOf(ready, caller) === key ? this.sourceOf(ready, caller) : null;
    } catch (error) {
      // Its subscribers are told one by one, when they are asked to go on by the graph in service.
      if (!(error instanceof RequestRefused))
        this.options.log.error(
          { err: error, correlationId: caller.correlationId },
          "feed stays with its graph",
        );
      return null;
    }
  }

  private sourceOf(ready: ReadyOperation, { principal, address }: Caller): FeedSource {
    const { operations, limits, log } = this.options;
    const operation = operations.streamable(ready, principal);
    const link = operations.linkTo(operation.primary.subgraph);
    const caller: Caller = {
      principal: this.audience(ready, principal).principal,
      correlationId: v7(),
      address,
    };
    const { text, variables, planned } = ready;
    return {
      text,
      link,
      operation,
      variables,
      caller,
      present: (error) => operations.present(error, caller),
      log,
      limits,
      async finish(event) {
        const limit = operations.timeLimit();
        const request = { variables, signal: limit.signal, ...caller };
        const raw = await operation.complete(event, request).finally(() => limit.end());
        const cursor = event.extensions?.["cursor"];
        const placed = cursor === undefined ? raw : { ...raw, extensions: { ...raw.extensions, cursor } };
        return operations.finish(placed, planned, variables, caller);
      },
      onSent: (subscribers) => this.deliveries.inc(subscribers),
      onResumed: (from) => this.resumes.inc({ from }),
    };
  }
}
