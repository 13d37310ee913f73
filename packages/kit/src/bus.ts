import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import type { JetStreamClient, JetStreamManager, StreamConfig } from "@nats-io/jetstream";
import { connect, nanos } from "@nats-io/transport-node";
import type { NatsConnection } from "@nats-io/transport-node";
import type { Logger } from "pino";
import { EventFeed } from "./feed.ts";
import { Listener } from "./listener.ts";
import type { ListenerOptions } from "./listener.ts";

const day = 24 * 60 * 60 * 1_000;

/** How long events can be resumed from, and how long the outbox keeps what it published. */
export const eventRetentionMs = 3 * day;

/** Within this time a repeated publish of the same event is recognised by JetStream itself. */
export const duplicateWindowMs = 10 * 60 * 1_000;

const streams: (Partial<StreamConfig> & { name: string })[] = [
  {
    name: "EVT",
    subjects: ["evt.>"],
    max_age: nanos(eventRetentionMs),
    max_bytes: 2 ** 30,
    duplicate_window: nanos(duplicateWindowMs),
  },
  {
    name: "WORK",
    subjects: ["work.>"],
    retention: "workqueue",
    duplicate_window: nanos(duplicateWindowMs),
  },
  // Where the newest event of each subject of EVT stands; kept for good, one small message for each.
  { name: "MARK", subjects: ["mark.>"], max_msgs_per_subject: 1 },
  { name: "DLQ", subjects: ["dlq.>"], max_age: nanos(30 * day) },
];

/**
 * The process's connection to NATS. Postgres is the truth: everything published here also stands in an outbox,
 * and consumers are idempotent, so a stream that was lost is made anew and refilled.
 */
export class Bus {
  readonly feed: EventFeed;
  private readonly running: { stop(): Promise<void> }[] = [];

  private constructor(
    readonly connection: NatsConnection,
    readonly js: JetStreamClient,
    readonly manager: JetStreamManager,
    private readonly log: Logger,
  ) {
    this.feed = new EventFeed(js, manager, log);
  }

  static async connect(url: string, name: string, log: Logger): Promise<Bus> {
    const connection = await connect({
      servers: url.split(","),
      name,
      reconnect: true,
      maxReconnectAttempts: -1,
      reconnectTimeWait: 250,
      pingInterval: 5_000,
    });
    const manager = await jetstreamManager(connection);
    const bus = new Bus(connection, jetstream(connection), manager, log);
    await bus.ensureStreams();
    void bus.watchConnection();
    return bus;
  }

  get isConnected(): boolean {
    return !this.connection.isClosed() && this.connectedNow;
  }

  private connectedNow = true;

  /**
   * Starts a durable consumer of events: each is handled at least once, in order of arrival per process. Stop it
   * before what it writes to; closing the bus stops it too.
   */
  async listen<Payload>(options: ListenerOptions<Payload>): Promise<{ stop(): Promise<void> }> {
    const listener = new Listener(this.js, this.manager, options, this.log);
    await listener.start();
    this.running.push(listener);
    return listener;
  }

  /** Makes missing streams; the relay calls it again when it finds one gone. */
  async ensureStreams(): Promise<void> {
    for (const config of streams) {
      const known = await this.manager.streams.info(config.name).catch(() => undefined);
      if (known) await this.manager.streams.update(config.name, { ...known.config, ...config });
      else await this.manager.streams.add(config);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.running.map((part) => part.stop()));
    await this.feed.stop();
    await this.connection.drain().catch(() => this.connection.close());
  }

  private async watchConnection(): Promise<void> {
    for await (const status of this.connection.status()) {
      if (status.type === "disconnect") this.connectedNow = false;
      if (status.type === "reconnect") {
        this.connectedNow = true;
        await this.ensureStreams().catch((err: unknown) =>
          this.log.warn({ err }, "streams not ensured after reconnect"),
        );
      }
      if (status.type === "disconnect" || status.type === "reconnect")
        this.log.warn({ status: status.type }, "nats connection");
    }
  }
}
