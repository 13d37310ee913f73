import type { JetStreamClient, JsMsg } from "@nats-io/jetstream";
import type { Logger } from "pino";
import { AppError } from "./errors.ts";
import { envelopeShape } from "./events.ts";
import type { DomainEvent, EventDefinition } from "./events.ts";
import { BoundedQueue } from "./queueBuffer.ts";

/** An event with its place in the stream: opaque to clients, the stream's sequence number to us. */
export type FeedEvent<Payload> = DomainEvent<Payload> & { cursor: string };

export interface FollowOptions<Payload> {
  tenantId: string;
  where?: (event: FeedEvent<Payload>) => boolean;
}

/** A follower this far behind is not reading; it is ended rather than let grow. */
const followerLimit = 10_000;

/**
 * Live events of all tenants, read once per process by one ordered consumer and handed to whoever follows a
 * subject. A follower costs a set entry, not a subscription at the broker.
 */
export class EventFeed {
  private readonly followers = new Map<string, Set<BoundedQueue<FeedEvent<unknown>>>>();
  private reader: { stop(): void } | undefined;
  private stopped = false;
  private lastSeq = 0;

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
    const consumer = await this.js.consumers.get(
      "EVT",
      this.lastSeq === 0
        ? { filter_subjects: "evt.>", deliver_policy: "new" }
        : { filter_subjects: "evt.>", deliver_policy: "by_start_sequence", opt_start_seq: this.lastSeq + 1 },
    );
    const messages = await consumer.consume();
    this.reader = messages;
    void this.pump(messages);
  }

  private async pump(messages: AsyncIterable<JsMsg>): Promise<void> {
    try {
      for await (const message of messages) this.dispatch(message);
    } catch (err) {
      this.log.warn({ err }, "event feed interrupted");
    }
    // The consumer ends when its stream is gone or the server restarted without it: read on from where we were.
    while (!this.stopped) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      try {
        await this.rewindIfStreamIsNew();
        return await this.read();
      } catch (err) {
        this.log.warn({ err }, "event feed not yet back");
      }
    }
  }

  private async rewindIfStreamIsNew(): Promise<void> {
    const { state } = await (await this.js.streams.get("EVT")).info();
    if (state.last_seq < this.lastSeq) this.lastSeq = 0;
  }

  private dispatch(message: JsMsg): void {
    this.lastSeq = message.seq;
    const [, tenantId = "", ...rest] = message.subject.split(".");
    const queues = this.followers.get(keyOf(tenantId, rest.join(".")));
    if (!queues || queues.size === 0) return;
    const parsed = envelopeShape.safeParse(message.json());
    if (!parsed.success) return this.log.error({ subject: message.subject, seq: message.seq }, "event is malformed");
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
