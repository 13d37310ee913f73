import { AckPolicy } from "@nats-io/jetstream";
import type { ConsumerMessages, JetStreamClient, JetStreamManager, JsMsg } from "@nats-io/jetstream";
import { nanos } from "@nats-io/transport-node";
import type { Logger } from "pino";
import { backOffMs } from "./backOff.ts";
import { envelopeShape } from "./events.ts";
import type { DomainEvent, EventDefinition } from "./events.ts";
import { continueTrace } from "./tracing.ts";

export interface ListenerOptions<Payload> {
  /** Name that survives restarts: "core-audit". */
  durable: string;
  /** NATS subject filter: "evt.*.*.audit.recorded.v1". */
  filter: string;
  /** Only its payload shape is used: take the fields you need. */
  event: EventDefinition<Payload>;
  /** Must be idempotent by event id. Throwing means: again, later. */
  handle(event: DomainEvent<Payload>): Promise<void>;
  concurrency?: number;
}

const deliveriesMax = 12;

/** A durable JetStream consumer with back-off; what fails for good goes to `dlq.<durable>` and can be replayed. */
export class Listener<Payload> {
  private messages: ConsumerMessages | undefined;
  private readonly busy = new Set<Promise<void>>();
  private stopped = false;

  constructor(
    private readonly js: JetStreamClient,
    private readonly manager: JetStreamManager,
    private readonly options: ListenerOptions<Payload>,
    private readonly log: Logger,
  ) {}

  async start(): Promise<void> {
    await this.consume();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.messages?.close();
    await Promise.all(this.busy);
  }

  private async consume(): Promise<void> {
    const { durable, filter } = this.options;
    const config = {
      durable_name: durable,
      filter_subject: filter,
      ack_policy: AckPolicy.Explicit,
      ack_wait: nanos(30_000),
      max_deliver: deliveriesMax + 1,
    };
    await this.manager.consumers.add("EVT", config);
    const consumer = await this.js.consumers.get("EVT", durable);
    this.messages = await consumer.consume({ max_messages: 4 * (this.options.concurrency ?? 1) });
    void this.pump(this.messages);
  }

  private async pump(messages: ConsumerMessages): Promise<void> {
    try {
      for await (const message of messages) {
        const work = this.handle(message).finally(() => this.busy.delete(work));
        this.busy.add(work);
        if (this.busy.size >= (this.options.concurrency ?? 1)) await Promise.race(this.busy);
      }
    } catch (err) {
      this.log.warn({ err, durable: this.options.durable }, "listener interrupted");
    }
    while (!this.stopped) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      try {
        return await this.consume();
      } catch (err) {
        this.log.warn({ err, durable: this.options.durable }, "listener not yet back");
      }
    }
  }

  private async handle(message: JsMsg): Promise<void> {
    const { durable, event } = this.options;
    try {
      const body = message.json<{ trace?: Record<string, string> }>();
      const envelope = envelopeShape.parse(body);
      const payload = event.payload.parse(envelope.payload);
      await continueTrace(body.trace ?? {}, () => this.options.handle({ ...envelope, payload }));
      message.ack();
    } catch (err) {
      const attempt = message.info.deliveryCount;
      this.log.error(
        { err, durable, subject: message.subject, seq: message.seq, attempt },
        "event not handled",
      );
      if (attempt < deliveriesMax) return message.nak(backOffMs(attempt));
      await this.js
        .publish(`dlq.${durable}`, message.data, { msgID: `${durable}:${message.seq}` })
        .then(() => message.term("dead letter"))
        .catch(() => message.nak(backOffMs(attempt)));
    }
  }
}
