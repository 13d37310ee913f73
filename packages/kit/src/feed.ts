import { DeliverPolicy } from "@nats-io/jetstream";
import type { ConsumerMessages, JetStreamClient, JetStreamManager, JsMsg } from "@nats-io/jetstream";
import { LRUCache } from "lru-cache";
import type { Logger } from "pino";
import type { RequestContext } from "./context.ts";
import { cursorOf, positionOf } from "./cursor.ts";
import type { StreamPosition } from "./cursor.ts";
import { envelopeShape, natsSubject } from "./events.ts";
import type { DomainEvent, EventDefinition } from "./events.ts";
import { FeedMarks } from "./feedMarks.ts";
import { Follower } from "./follower.ts";
import type { PlacedEvent } from "./follower.ts";
import { isSignedIn, refusal } from "./principal.ts";
import { Repeating } from "./repeating.ts";
import { Replay, incarnationOf, tooOld } from "./replay.ts";

/** An event with its place in the stream. */
export interface FeedEvent<Payload> extends DomainEvent<Payload> {
  /** Opaque: to go on after this event. */
  cursor: string;
  /** What a state-like event is about. */
  entity?: string;
}

type Where<Payload> = (event: FeedEvent<Payload>) => boolean;

export interface FollowOptions<Payload> {
  /** `everyTenant` is for parts of the system; what callers follow is always of their own tenant. */
  tenantId: string;
  where?: Where<Payload>;
  /** A place to go on after; without it the next event is the first. */
  after?: StreamPosition;
}

export interface SubscribeOptions<Payload> {
  where?: Where<Payload>;
  /**
   * The subscription tells the state as it is before the first event, so what was missed need not be told again:
   * a cursor, however old, is answered from now on.
   */
  beginsWithState?: boolean;
}

export const everyTenant = "*";
/** In place of an event's own subject, for parts of the system that follow whatever happens. */
export const anySubject = ">";

/** By these, events that come again after the stream was lost are recognised; older ones by their time. */
const recentMax = 20_000;
const recentMs = 60_000;
const marksEveryMs = 15_000;

/**
 * Live events of all tenants, read once per process by one ordered consumer and handed to whoever follows a
 * subject. A follower costs a set entry, not a subscription at the broker.
 */
export class EventFeed {
  private readonly followers = new Map<string, Set<Follower<unknown>>>();
  private readonly entityOf = new Map<string, (payload: unknown) => string>();
  private readonly replay: Replay;
  private readonly marks: FeedMarks;
  private readonly markWriting: Repeating<void>;
  private readonly recentIds = new LRUCache<string, true>({ max: recentMax });
  private reader: ConsumerMessages | undefined;
  private stopped = false;
  /** Of the last message read. */
  private position: StreamPosition = { incarnation: 0, seq: 0, storedAt: 0 };
  private startedAt = 0;
  /** Set when the stream was made anew or lost its end: it is filled again with what followers have had. */
  private hadUntil: number | undefined;

  constructor(
    private readonly js: JetStreamClient,
    private readonly manager: JetStreamManager,
    private readonly log: Logger,
  ) {
    this.marks = new FeedMarks(js, manager);
    this.markWriting = new Repeating({
      work: () => this.writeMarks(),
      everyMs: marksEveryMs,
      firstAfterMs: Math.random() * marksEveryMs,
      complaint: "the newest events of feeds are not written down",
      log,
    });
    this.replay = new Replay({
      js,
      manager,
      marks: this.marks,
      log,
      liveSeq: () => this.position.seq,
      eventOf: (message, incarnation) => this.placed(message, incarnation),
    });
  }

  /**
   * What a subscription's `subscribe` returns: events of the caller's tenant, gone on with after the cursor that the
   * caller brings, if any.
   * @throws AppError UNAUTHENTICATED for nobody in particular, INVALID_INPUT (CURSOR_MALFORMED), RESUME_GAP, or
   * UNAVAILABLE when that cannot be told.
   */
  async subscribe<Payload>(
    { principal, place }: RequestContext,
    definition: EventDefinition<Payload>,
    { where, beginsWithState = false }: SubscribeOptions<Payload> = {},
  ): Promise<Follower<Payload>> {
    if (!isSignedIn(principal)) throw refusal(principal, []);
    const after = place?.after == null ? undefined : positionOf(place.after);
    const isResumed = after && !beginsWithState;
    const { tenantId } = principal;
    if (isResumed) await this.replay.verify(after, natsSubject(tenantId, definition.subject));
    const follower = this.follow(definition, {
      tenantId,
      ...(where && { where }),
      ...(isResumed && { after }),
    });
    if (place) place.position = follower.position;
    return follower;
  }

  /** Ends when the caller returns from the iterator, or with RESUME_GAP when what it has yet to read is gone. */
  follow<Payload>(
    { subject, entity }: EventDefinition<Payload>,
    { tenantId, where, after }: FollowOptions<Payload>,
  ): Follower<Payload> {
    if (entity) this.entityOf.set(subject, entity as (payload: unknown) => string);
    const key = keyOf(tenantId, subject);
    const filter = natsSubject(tenantId, subject);
    return new Follower<Payload>({
      start: after ?? this.position,
      isCaughtUp: !after,
      accepts: (event) => !where || where(event as FeedEvent<Payload>),
      join: (follower) => this.remember(key, follower),
      leave: (follower) => this.forget(key, follower),
      read: ({ place, isContinued }, signal) =>
        this.replay.page({ filter, after: place, isContinued }, signal),
    });
  }

  /** How many are handed live events. */
  get followerCount(): number {
    return [...this.followers.values()].reduce((count, known) => count + known.size, 0);
  }

  /** Begins to read; resolves once the consumer stands, so that no later event is missed. */
  async start(): Promise<void> {
    await this.read();
    this.markWriting.start();
  }

  /** Remembers for good where each subject's newest event stands; it does so by itself from time to time. */
  async writeMarks(): Promise<void> {
    await this.marks.write();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.markWriting.stop();
    this.reader?.stop();
    this.each((follower) => follower.end());
  }

  private async read(): Promise<void> {
    const { created, state } = await this.manager.streams.info("EVT");
    const incarnation = incarnationOf(created);
    const isAnew = incarnation !== this.position.incarnation;
    // The time of the last message in a stream that never had one is in the year 1.
    const storedAt = Math.max(0, Date.parse(state.last_ts));
    const end = { incarnation, seq: state.last_seq, storedAt };
    if (this.position.incarnation === 0) {
      this.position = end;
      this.startedAt = end.storedAt;
      this.marks.begin(end);
    } else if (isAnew || state.last_seq < this.position.seq) {
      this.log.warn({ created, isAnew }, "the event stream lost events; it is read as it is filled again");
      this.hadUntil = Math.max(this.position.storedAt - recentMs, this.startedAt);
      this.position = isAnew ? { incarnation, seq: 0, storedAt: 0 } : end;
      this.marks.begin(this.position);
      this.each((follower) => follower.rebase());
    } else if (this.position.seq + 1 < state.first_seq) {
      this.marks.begin({ ...this.position, seq: state.first_seq - 1 });
      this.each((follower) => follower.end(tooOld()));
    }
    const consumer = await this.js.consumers.get("EVT", {
      filter_subjects: "evt.>",
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: this.position.seq + 1,
    });
    // Short enough to notice within seconds that the consumer's stream is gone.
    this.reader = await consumer.consume({ expires: 4_000, idle_heartbeat: 1_000 });
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
        const info = await this.manager.streams.info("EVT").catch(() => null);
        const isSame = info !== null && incarnationOf(info.created) === this.position.incarnation;
        if (!isSame || info.state.last_seq < this.position.seq) reader.stop();
      }
  }

  private async pump(messages: ConsumerMessages): Promise<void> {
    try {
      for await (const message of messages) {
        // A number that comes again: the broker lost what it was before. What that means is found by reading anew.
        if (message.seq <= this.position.seq) break;
        this.dispatch(message);
      }
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
    const { incarnation } = this.position;
    this.position = { incarnation, seq: message.seq, storedAt: message.time.getTime() };
    this.marks.note(message.subject, this.position);
    const id = message.headers?.get("Nats-Msg-Id") ?? "";
    const isRepeated = this.recentIds.has(id);
    this.recentIds.set(id, true);
    const [, tenantId = "", ...rest] = message.subject.split(".");
    const subject = rest.join(".");
    const family = familyOf(subject);
    const keys = [
      keyOf(tenantId, subject),
      keyOf(tenantId, family),
      keyOf(everyTenant, subject),
      keyOf(everyTenant, anySubject),
    ];
    const followers = keys.flatMap((key) => [...(this.followers.get(key) ?? [])]);
    if (followers.length === 0) return;
    const placed = this.placed(message, incarnation);
    if (!placed) return;
    if (this.hadUntil !== undefined && (isRepeated || Date.parse(placed.event.at) <= this.hadUntil)) return;
    for (const follower of followers) follower.push(placed);
  }

  /** Undefined for what is no event of ours. */
  private placed(message: JsMsg, incarnation: number): PlacedEvent | undefined {
    try {
      const envelope = envelopeShape.parse(message.json());
      const place = { incarnation, seq: message.seq, storedAt: message.time.getTime() };
      const { subject } = envelope;
      const entity = (this.entityOf.get(subject) ?? this.entityOf.get(familyOf(subject)))?.(envelope.payload);
      const event = { ...envelope, cursor: cursorOf(place), ...(entity !== undefined && { entity }) };
      return { place, event };
    } catch {
      this.log.error({ subject: message.subject, seq: message.seq }, "event is malformed");
      return undefined;
    }
  }

  /** @returns the last sequence handed out without this one. */
  private remember(key: string, follower: Follower<unknown>): number {
    const known = this.followers.get(key) ?? new Set();
    known.add(follower);
    this.followers.set(key, known);
    return this.position.seq;
  }

  private forget(key: string, follower: Follower<unknown>): void {
    const known = this.followers.get(key);
    known?.delete(follower);
    if (known?.size === 0) this.followers.delete(key);
  }

  private each(tell: (follower: Follower<unknown>) => void): void {
    for (const known of this.followers.values()) for (const follower of known) tell(follower);
  }
}

/** All that happens to a thing, whatever it is: `wecom.account-alert.*.v1`. A definition may name it as its subject. */
function familyOf(subject: string): string {
  const [domain, thing, , version] = subject.split(".");
  return `${domain}.${thing}.*.${version}`;
}

function keyOf(tenantId: string, subject: string): string {
  return `${tenantId} ${subject}`;
}
