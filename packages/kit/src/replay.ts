import { setTimeout as sleep } from "node:timers/promises";
import { AckPolicy, DeliverPolicy } from "@nats-io/jetstream";
import type { ConsumerInfo, JetStreamClient, JetStreamManager, JsMsg } from "@nats-io/jetstream";
import { nanos } from "@nats-io/transport-node";
import { LRUCache } from "lru-cache";
import type { Logger } from "pino";
import { backOffMs } from "./backOff.ts";
import { storedWithinMs } from "./cursor.ts";
import type { StreamPosition } from "./cursor.ts";
import { AppError } from "./errors.ts";
import type { FeedMarks } from "./feedMarks.ts";
import type { PlacedEvent, ReadPage } from "./follower.ts";
import { Slots } from "./slots.ts";

export interface ReplayFrom {
  /** NATS subject, wildcards allowed. */
  filter: string;
  after: StreamPosition;
  /** Whether a page that ended there was read before. */
  isContinued: boolean;
}

interface SharedPage extends ReadPage {
  /** The first message that the stream still had after the page was read. */
  firstSeq: number;
}

export interface ReplayParts {
  js: JetStreamClient;
  manager: JetStreamManager;
  /** What the stream no longer has is asked of them. */
  marks: Pick<FeedMarks, "nothingLost">;
  log: Logger;
  /** The last sequence that has been handed to followers as it happened. */
  liveSeq: () => number;
  /** Undefined for what is no event. */
  eventOf: (message: JsMsg, incarnation: number) => PlacedEvent | undefined;
}

const stream = "EVT";
const pageMax = 500;
/** Pages being read at once; the others wait in line, so that a thousand that come back together do no harm. */
const readingMax = 8;
const fetchMs = 5_000;
/** Readers that begin within so many messages of each other begin with the same page. */
const aligned = 256;
/** Full pages are kept for those who are a little behind. */
const keptPages = { max: 16, ttl: 2_000 };

/**
 * Reads back what the event stream has kept, a page at a time, each with a short-lived consumer of its own: nothing
 * is held at the broker or in memory while a reader takes its time. Readers at nearly the same place share the pages.
 */
export class Replay {
  private readonly pages = new LRUCache<string, Promise<SharedPage>>(keptPages);
  private readonly slots = new Slots(readingMax);

  constructor(private readonly parts: ReplayParts) {}

  /**
   * @param filter NATS subject, wildcards allowed.
   * @throws AppError RESUME_GAP when what came after the position is not all there, UNAVAILABLE when it cannot be told.
   */
  async verify(position: StreamPosition, filter: string): Promise<void> {
    const { incarnation, seq, storedAt } = position;
    try {
      const { first_seq, last_seq } = await this.slots.run(() => this.state(incarnation));
      if (seq > last_seq) throw unknown();
      await this.refuseGap(position, filter, first_seq);
      if (seq < first_seq) return; // its message is gone, and only that
      const message = await this.slots.run(() => this.parts.manager.streams.getMessage(stream, { seq }));
      // Sequence numbers of messages that the broker lost before it wrote them to disk are given out again.
      if (!message || Math.abs(message.time.getTime() - storedAt) > storedWithinMs) throw unknown();
    } catch (cause) {
      if (cause instanceof AppError) throw cause;
      throw unavailable(cause);
    }
  }

  /**
   * The page after a place. A broker that does not answer is asked again until `signal` says that nobody waits.
   * @throws AppError RESUME_GAP when part of it is gone.
   */
  async page(from: ReplayFrom, signal: AbortSignal): Promise<ReadPage> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const { after, filter } = from;
        const page = await this.shared(from);
        await this.refuseGap(after, filter, page.firstSeq);
        const events = page.events.filter(({ place }) => place.seq > after.seq);
        return { ...page, events, lastSeq: Math.max(page.lastSeq, after.seq) };
      } catch (error) {
        if (error instanceof AppError || signal.aborted) throw error;
        this.parts.log.warn({ err: error, ...from, attempt }, "events cannot be read back yet");
        await sleep(backOffMs(attempt, { baseMs: 100, maxMs: 2_000 }), undefined, { signal, ref: false });
      }
    }
  }

  /** @throws AppError RESUME_GAP when something of the filter came after the place and is gone, or may have. */
  private async refuseGap(after: StreamPosition, filter: string, firstSeq: number): Promise<void> {
    if (after.seq + 1 >= firstSeq) return;
    const { marks } = this.parts;
    if (!(await this.slots.run(() => marks.nothingLost(after, filter, firstSeq)))) throw tooOld();
  }

  private shared({ filter, after: { incarnation, seq }, isContinued }: ReplayFrom): Promise<SharedPage> {
    const begin = isContinued ? seq : seq - (seq % aligned);
    const key = `${filter} ${incarnation} ${begin}`;
    const known = this.pages.get(key);
    if (known) return known;
    const page = this.slots.run(() => this.read(filter, incarnation, begin));
    this.pages.set(key, page);
    const forget = () => {
      if (this.pages.peek(key) === page) this.pages.delete(key);
    };
    // The last page is the end of the stream as it was then; the next reader needs the end as it is.
    page.then(({ isLast }) => isLast && forget(), forget);
    return page;
  }

  private async read(filter: string, incarnation: number, afterSeq: number): Promise<SharedPage> {
    const { manager, liveSeq, eventOf } = this.parts;
    const begunAt = liveSeq();
    const info = await manager.consumers.add(stream, {
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
      return {
        events: messages.flatMap((message) => eventOf(message, incarnation) ?? []),
        lastSeq: messages.at(-1)?.seq ?? afterSeq,
        isLast: info.num_pending <= pageMax,
        begunAt,
        // Asked last: only now is it certain what had not expired before it was read.
        firstSeq: (await this.state(incarnation)).first_seq,
      };
    } finally {
      manager.consumers.delete(stream, info.name).catch(() => undefined); // else it ends by itself
    }
  }

  private async fetch(info: ConsumerInfo, wanted: number): Promise<JsMsg[]> {
    const consumer = this.parts.js.consumers.getConsumerFromInfo(info);
    const messages: JsMsg[] = [];
    for await (const message of await consumer.fetch({ max_messages: wanted, expires: fetchMs }))
      messages.push(message);
    if (messages.length < wanted) throw new Error("The broker did not give what it has.");
    return messages;
  }

  /** @throws AppError RESUME_GAP when the stream was made anew since. */
  private async state(incarnation: number): Promise<{ first_seq: number; last_seq: number }> {
    const { created, state } = await this.parts.manager.streams.info(stream);
    if (incarnationOf(created) !== incarnation) throw unknown();
    return state;
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
