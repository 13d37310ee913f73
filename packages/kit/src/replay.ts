import { setTimeout as sleep } from "node:timers/promises";
import { AckPolicy, DeliverPolicy } from "@nats-io/jetstream";
import type { JetStreamClient, JetStreamManager, JsMsg } from "@nats-io/jetstream";
import { nanos } from "@nats-io/transport-node";
import type { Logger } from "pino";
import { backOffMs } from "./backOff.ts";
import type { StreamPosition } from "./cursor.ts";
import { AppError } from "./errors.ts";

/** Messages of one subject filter, in order, from some place on. */
export interface ReplayPage {
  messages: JsMsg[];
  /** Everything up to here is in this page or before it. */
  lastSeq: number;
  /** Nothing more was stored when the page was begun. */
  isLast: boolean;
}

export interface ReplayFrom {
  /** NATS subject, wildcards allowed. */
  filter: string;
  incarnation: number;
  afterSeq: number;
}

const stream = "EVT";
const pageMax = 500;
/** Pages being read at once; the others wait in line, so that a thousand that come back together do no harm. */
const readingMax = 8;
const fetchMs = 5_000;

/**
 * Reads back what the event stream has kept, a page at a time, each with a short-lived consumer of its own: nothing
 * is held at the broker or in memory while a reader takes its time. Readers at the same place share the page.
 */
export class Replay {
  private readonly pages = new Map<string, Promise<ReplayPage>>();
  private readonly line: (() => void)[] = [];
  private reading = 0;

  constructor(
    private readonly js: JetStreamClient,
    private readonly manager: JetStreamManager,
    private readonly log: Logger,
  ) {}

  /** @throws AppError RESUME_GAP when what came after the position is not all there, UNAVAILABLE when it cannot be told. */
  async verify({ incarnation, seq, storedAt }: StreamPosition): Promise<void> {
    const first = await this.inLine(() => this.firstSeq(incarnation, seq)).catch((cause: unknown) => {
      if (cause instanceof AppError) throw cause;
      throw unavailable(cause);
    });
    if (seq < first) {
      if (seq + 1 < first) throw tooOld();
      return; // its message is gone, and only that
    }
    const message = await this.manager.streams.getMessage(stream, { seq }).catch((cause: unknown) => {
      throw unavailable(cause);
    });
    // Sequence numbers of messages that the broker lost before it wrote them to disk are given out again. The client
    // library loses the last digits of a time, hence the millisecond.
    if (!message || Math.abs(message.time.getTime() - storedAt) > 1) throw unknown();
  }

  /**
   * The page after a place. A broker that does not answer is asked again until `signal` says that nobody waits.
   * @throws AppError RESUME_GAP when part of it is gone.
   */
  async page(from: ReplayFrom, signal: AbortSignal): Promise<ReplayPage> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.shared(from);
      } catch (error) {
        if (error instanceof AppError || signal.aborted) throw error;
        this.log.warn({ err: error, ...from, attempt }, "events cannot be read back yet");
        await sleep(backOffMs(attempt, { baseMs: 100, maxMs: 2_000 }), undefined, { signal, ref: false });
      }
    }
  }

  private shared(from: ReplayFrom): Promise<ReplayPage> {
    const key = `${from.filter} ${from.incarnation} ${from.afterSeq}`;
    const known = this.pages.get(key);
    if (known) return known;
    const page = this.inLine(() => this.read(from)).finally(() => this.pages.delete(key));
    this.pages.set(key, page);
    return page;
  }

  private async read({ filter, incarnation, afterSeq }: ReplayFrom): Promise<ReplayPage> {
    const info = await this.manager.consumers.add(stream, {
      ack_policy: AckPolicy.None,
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: afterSeq + 1,
      filter_subject: filter,
      inactive_threshold: nanos(2 * fetchMs),
      mem_storage: true,
      num_replicas: 1,
    });
    try {
      const wanted = Math.min(info.num_pending, pageMax);
      const messages = wanted === 0 ? [] : await this.fetch(info, wanted);
      // Asked last: only now is it certain that nothing of the page expired before it was read.
      await this.firstSeq(incarnation, afterSeq);
      const last = messages.at(-1);
      return { messages, lastSeq: last?.seq ?? afterSeq, isLast: info.num_pending <= pageMax };
    } finally {
      this.manager.consumers.delete(stream, info.name).catch(() => undefined); // else it ends by itself
    }
  }

  private async fetch(
    info: Parameters<JetStreamClient["consumers"]["getConsumerFromInfo"]>[0],
    wanted: number,
  ) {
    const consumer = this.js.consumers.getConsumerFromInfo(info);
    const messages: JsMsg[] = [];
    for await (const message of await consumer.fetch({ max_messages: wanted, expires: fetchMs }))
      messages.push(message);
    if (messages.length < wanted) throw new Error("The broker did not give what it has.");
    return messages;
  }

  /** The first sequence kept, after a check that nothing after `seq` is missing from this making of the stream. */
  private async firstSeq(incarnation: number, seq: number): Promise<number> {
    const { created, state } = await this.manager.streams.info(stream);
    if (incarnationOf(created) !== incarnation || seq > state.last_seq) throw unknown();
    if (seq + 1 < state.first_seq) throw tooOld();
    return state.first_seq;
  }

  private async inLine<T>(work: () => Promise<T>): Promise<T> {
    if (this.reading >= readingMax) await new Promise<void>((resolve) => this.line.push(resolve));
    else this.reading += 1;
    try {
      return await work();
    } finally {
      // The place goes to the next in line without ever being free.
      const next = this.line.shift();
      if (next) next();
      else this.reading -= 1;
    }
  }
}

export function incarnationOf(created: string): number {
  return Date.parse(created);
}

export const tooOld = () =>
  new AppError("RESUME_GAP", "CURSOR_TOO_OLD", "What came after this cursor is no longer kept. Read anew.");
const unknown = () =>
  new AppError("RESUME_GAP", "CURSOR_UNKNOWN", "The stream this cursor is of was lost. Read anew.");
const unavailable = (cause: unknown) =>
  new AppError("UNAVAILABLE", "EVENTS_UNAVAILABLE", "Events cannot be read back right now.", {}, { cause });
