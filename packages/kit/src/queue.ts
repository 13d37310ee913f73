import { AckPolicy } from "@nats-io/jetstream";
import type { ConsumerMessages, JsMsg } from "@nats-io/jetstream";
import { nanos } from "@nats-io/transport-node";
import type { Logger } from "pino";
import { v7 } from "uuid";
import { backOffMs } from "./backOff.ts";
import type { Bus } from "./bus.ts";
import { enqueueMessage } from "./outbox.ts";
import type { RawExecutor } from "./outbox.ts";
import { continueTrace } from "./tracing.ts";

export interface Job<Payload> {
  id: string;
  tenantId: string;
  kind: string;
  payload: Payload;
  /** Counts from 1. */
  attempt: number;
  /** Says that a long job still runs, so that it is not handed to another worker. */
  stillWorking(): void;
}

export interface WorkerOptions {
  concurrency: number;
  attemptsMax?: number;
  /** A job silent for longer is given to another worker. */
  ackWaitMs?: number;
}

/**
 * Slow and bulk work on JetStream. A job is put in the outbox in the transaction that asks for it, so it exists
 * exactly when the request does; it is delivered at least once, so `handle` must be idempotent by `id`.
 */
export class WorkQueue {
  private readonly consumers: ConsumerMessages[] = [];
  private readonly busy = new Set<Promise<void>>();
  private stopped = false;

  constructor(
    private readonly bus: Bus,
    private readonly log: Logger,
  ) {}

  async enqueue(
    tx: RawExecutor,
    kind: string,
    tenantId: string,
    payload: object,
    id: string = v7(),
  ): Promise<string> {
    await enqueueMessage(tx, `work.${kind}`, id, tenantId, { id, tenantId, kind, payload });
    return id;
  }

  /** Takes jobs of one kind; several processes may. */
  async work<Payload>(
    kind: string,
    options: WorkerOptions,
    handle: (job: Job<Payload>) => Promise<void>,
  ): Promise<void> {
    const durable = `work-${kind.replaceAll(".", "-")}`;
    await this.bus.manager.consumers.add("WORK", {
      durable_name: durable,
      filter_subject: `work.${kind}`,
      ack_policy: AckPolicy.Explicit,
      ack_wait: nanos(options.ackWaitMs ?? 30_000),
      max_ack_pending: 4 * options.concurrency,
    });
    const consumer = await this.bus.js.consumers.get("WORK", durable);
    const messages = await consumer.consume({ max_messages: options.concurrency });
    this.consumers.push(messages);
    void this.pump(messages, kind, options, handle);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.consumers.map((messages) => messages.close()));
    await Promise.all(this.busy);
  }

  private async pump<Payload>(
    messages: ConsumerMessages,
    kind: string,
    options: WorkerOptions,
    handle: (job: Job<Payload>) => Promise<void>,
  ): Promise<void> {
    // Of this kind alone: a kind with many jobs under way must not slow another down.
    const mine = new Set<Promise<void>>();
    try {
      for await (const message of messages) {
        const work = this.perform(message, kind, options, handle).finally(() => {
          mine.delete(work);
          this.busy.delete(work);
        });
        mine.add(work);
        this.busy.add(work);
        if (mine.size >= options.concurrency) await Promise.race(mine);
      }
    } catch (err) {
      this.log.warn({ err, kind }, "work queue interrupted");
    }
    while (!this.stopped) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      try {
        return await this.work(kind, options, handle);
      } catch (err) {
        this.log.warn({ err, kind }, "work queue not yet back");
      }
    }
  }

  private async perform<Payload>(
    message: JsMsg,
    kind: string,
    { attemptsMax = 8 }: WorkerOptions,
    handle: (job: Job<Payload>) => Promise<void>,
  ): Promise<void> {
    const attempt = message.info.deliveryCount;
    const body = message.json<{
      id: string;
      tenantId: string;
      payload: Payload;
      trace?: Record<string, string>;
    }>();
    const { id, tenantId, payload } = body;
    const job: Job<Payload> = { id, tenantId, kind, payload, attempt, stillWorking: () => message.working() };
    try {
      await continueTrace(body.trace ?? {}, () => handle(job));
      message.ack();
    } catch (err) {
      this.log.error({ err, kind, id, tenantId, attempt }, "job failed");
      if (attempt < attemptsMax) return message.nak(backOffMs(attempt));
      await this.bus.js
        .publish(`dlq.work.${kind}`, message.data, { msgID: `dlq:${id}` })
        .then(() => message.term("dead letter"))
        .catch(() => message.nak(backOffMs(attempt)));
    }
  }
}
