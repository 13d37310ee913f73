import type { ConsumerMessages, JetStreamClient, JsMsg } from "@nats-io/jetstream";
import type { Logger } from "pino";
import { AppError } from "./errors.ts";
import { envelopeShape } from "./events.ts";
import type { DomainEvent, EventDefinition } from "./events.ts";
import { BoundedQueue } from "./queueBuffer.ts";

/** An event with its place in the stream: opaque to clients, the stream's sequence number to us. */
export type FeedEvent<Payload> = DomainEvent<Payload> & { cursor: string };

export interface FollowOptions<Payload> {
  /** `everyTenant` is for parts of the system; what callers follow is always of their own tenant. */
  tenantId: string;
  where?: (event: FeedEvent<Payload>) => boolean;
}

export const everyTenant = "*";

/** A follower this far behind is not reading; it is ended rather than let grow. */
const followerLimit = 10_000;

/**
 * Live events of all tenants, read once per process by one ordered consumer and handed to whoever follows a
 * subject. A follower costs a set entry, not a subscription at the broker.
 */
export class EventFeed {
  private readonly followers = new Map<string, Set<BoundedQueue<FeedEvent<unknown>>>>();
  private reader: ConsumerMessages | undefined;
  private stopped = false;
  private lastSeq = 0;
  private lastAt = "";
  /** Set when the stream was made anew: it is refilled with what followers have already had. */
  private hadUntil = "";
  private streamCreated = "";

  constructor(
    private readonly js: JetStreamClient,
    private readonly log: Logger,
  ) {}

  /** Ends when the caller returns from the iterator, or with UNAVAILABLE when it falls too far behind. */
  follow<Payload>(
    definition: EventDefinition<Payload>,
    { tenantId, where }: FollowOptions<Payload>,
  ): AsyncIterableIterator<FeedEvent<Payload>> {
    const key = keyOf(tenantId, definition.subject);
    const queue = new BoundedQueue<FeedEvent<Payload>>(followerLimit, {
      accepts: where,
      onOverflow: () => new AppError("UNAVAILABLE", "FOLLOWER_TOO_SLOW", "The reader fell too far behind."),
      onEnd: () => this.forget(key, queue as BoundedQueue<FeedEvent<unknown>>),
    });
    const known = this.followers.get(key) ?? new Set();
    known.add(queue as BoundedQueue<FeedEvent<unknown>>);
    this.followers.set(key, known);
    return queue;
  }

  /** Begins to read; resolves once the consumer stands, so that no later event is missed. */
  async start(): Promise<void> {
    await this.read();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.reader?.stop();
    for (const queues of this.followers.values()) for (const queue of queues) queue.end();
  }

  private async read(): Promise<void> {
    const { created } = await (await this.js.streams.get("EVT")).info();
    const isAnew = this.streamCreated !== "" && this.streamCreated !== created;
    if (isAnew) {
      this.log.warn({ created }, "the event stream was made anew; reading it from its start");
      this.lastSeq = 0;
      this.hadUntil = this.lastAt;
    }
    const start =
      this.lastSeq > 0
        ? ({ deliver_policy: "by_start_sequence", opt_start_seq: this.lastSeq + 1 } as const)
        : ({ deliver_policy: isAnew ? "all" : "new" } as const);
    const consumer = await this.js.consumers.get("EVT", { filter_subjects: "evt.>", ...start });
    // Short enough to notice within seconds that the consumer's stream is gone.
    this.reader = await consumer.consume({ expires: 4_000, idle_heartbeat: 1_000 });
    this.streamCreated = created;
    void this.pump(this.reader);
    void this.watch(this.reader);
  }

  /** An ordered consumer resets itself, but to a sequence that a new stream may only reach much later. */
  private async watch(reader: ConsumerMessages): Promise<void> {
    for await (const { type } of reader.status())
      if (
        type === "heartbeats_missed" ||
        type === "stream_not_found" ||
        type === "ordered_consumer_recreated"
      ) {
        const stream = await this.js.streams.get("EVT").catch(() => null);
        const info = await stream?.info().catch(() => null);
        if (info?.created !== this.streamCreated) reader.stop();
      }
  }

  private async pump(messages: ConsumerMessages): Promise<void> {
    try {
      for await (const message of messages) this.dispatch(message);
    } catch (err) {
      this.log.warn({ err }, "event feed interrupted");
    }
    // The consumer ends when its stream is gone or the server restarted without it: read on from where we were.
    while (!this.stopped) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      try {
        return await this.read();
      } catch (err) {
        this.log.warn({ err }, "event feed not yet back");
      }
    }
  }

  private dispatch(message: JsMsg): void {
    this.lastSeq = message.seq;
    const [, tenantId = "", ...rest] = message.subject.split(".");
    const subject = rest.join(".");
    const queues = [tenantId, everyTenant].flatMap((each) => [
      ...(this.followers.get(keyOf(each, subject)) ?? []),
    ]);
    const isWanted = queues.length > 0;
    if (!isWanted && this.hadUntil === "") {
      this.lastAt = message.time.toISOString();
      return;
    }
    const parsed = envelopeShape.safeParse(message.json());
    if (!parsed.success)
      return this.log.error({ subject: message.subject, seq: message.seq }, "event is malformed");
    if (parsed.data.at <= this.hadUntil) return;
    this.lastAt = parsed.data.at;
    const event: FeedEvent<unknown> = { ...parsed.data, cursor: String(message.seq) };
    for (const queue of queues) queue.push(event);
  }

  private forget(key: string, queue: BoundedQueue<FeedEvent<unknown>>): void {
    const queues = this.followers.get(key);
    queues?.delete(queue);
    if (queues?.size === 0) this.followers.delete(key);
  }
}

function keyOf(tenantId: string, subject: string): string {
  return `${tenantId} ${subject}`;
}
