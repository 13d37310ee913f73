import { DeliverPolicy, JetStreamApiError } from "@nats-io/jetstream";
import type { JetStreamClient, JetStreamManager, StoredMsg } from "@nats-io/jetstream";
import { z } from "zod";
import { storedWithinMs } from "./cursor.ts";
import type { StreamPosition } from "./cursor.ts";

const stream = "EVT";
const marks = "MARK";
const progressSubject = "mark.until";
/** What the broker calls a write that another one came before. */
const wrongLastSequence = 10_071;

const positionShape = z.object({ incarnation: z.number(), seq: z.number(), storedAt: z.number() });
/** Every event after `since` and up to `until` has its mark. */
const progressShape = z.object({ since: z.number(), until: positionShape });

type Progress = z.infer<typeof progressShape>;

/**
 * Where the newest event of each subject stands, kept for good: the event stream forgets by age, and cannot tell
 * afterwards whether what it forgot was a feed's. Every process notes what it reads, and one after another they write
 * it down; each write names the number of the one before it, so of two at a time one fails and changes nothing.
 */
export class FeedMarks {
  /** By NATS subject, in the order of their places. */
  private readonly noted = new Map<string, StreamPosition>();
  /** Everything from here on that is not written down is noted. */
  private begun: StreamPosition = { incarnation: 0, seq: 0, storedAt: 0 };
  /** What was read up to. */
  private now: StreamPosition = this.begun;

  constructor(
    private readonly js: JetStreamClient,
    private readonly manager: JetStreamManager,
  ) {}

  /** The stream is read from here on, for the first time or after losing the thread. */
  begin(place: StreamPosition): void {
    this.noted.clear();
    this.begun = place;
    this.now = place;
  }

  note(subject: string, place: StreamPosition): void {
    this.noted.delete(subject);
    this.noted.set(subject, place);
    this.now = place;
  }

  /** Writes down what is not yet. @throws when the broker does not take it; the next call tries again. */
  async write(): Promise<void> {
    const { now } = this;
    if (now.seq === this.begun.seq && this.noted.size === 0) return;
    const { lastSeq, progress } = await this.state();
    const follows = progress !== undefined && (await this.isOf(progress, now.incarnation));
    if (follows && progress.until.seq >= now.seq) return this.forget(progress.until);
    const missed =
      follows && progress.until.seq < this.begun.seq
        ? await this.readBack(progress.until, this.begun)
        : new Map<string, StreamPosition>();
    const since = follows ? progress.since : this.begun.seq;
    // In the order of their places, so that of a family the last that was written is the newest.
    const isWritten = await this.publish([...missed, ...this.noted], { since, until: now }, lastSeq);
    if (isWritten) this.forget(now);
  }

  /**
   * Whether nothing that `filter` (a NATS subject, wildcards allowed) matches was stored after the place and is gone
   * since. False where it cannot be told.
   *
   * @param firstSeq the first message that the stream still has.
   */
  async nothingLost(place: StreamPosition, filter: string, firstSeq: number): Promise<boolean> {
    const { progress } = await this.state();
    if (progress?.until.incarnation !== place.incarnation) return false;
    if (place.seq < progress.since || progress.until.seq + 1 < firstSeq) return false;
    const newest = await this.latest(markSubject(filter));
    if (!newest) return true;
    const { incarnation, seq, storedAt } = positionShape.parse(newest.json());
    if (incarnation !== place.incarnation) return true;
    // A number that the broker gave out again, after losing its end, is told by its time alone.
    return seq <= place.seq && storedAt <= place.storedAt + storedWithinMs;
  }

  /** False when another process wrote at the same time; what it wrote is seen by the next call. */
  private async publish(
    places: readonly (readonly [subject: string, place: StreamPosition])[],
    progress: Progress,
    lastSeq: number,
  ): Promise<boolean> {
    const messages = places.map(([subject, place]) => [markSubject(subject), place] as const);
    const all = [...messages, [progressSubject, progress] as const];
    const published = await Promise.allSettled(
      all.map(([subject, content], n) =>
        this.js.publish(subject, JSON.stringify(content), { expect: { lastSequence: lastSeq + n } }),
      ),
    );
    const failed = published.find((result) => result.status === "rejected");
    if (!failed) return true;
    if (failed.reason instanceof JetStreamApiError && failed.reason.code === wrongLastSequence) return false;
    throw failed.reason;
  }

  /** The end before the progress: what is written between the two is then noticed by the first of the writes. */
  private async state(): Promise<{ lastSeq: number; progress: Progress | undefined }> {
    const { state } = await this.manager.streams.info(marks);
    const message = await this.latest(progressSubject);
    return { lastSeq: state.last_seq, progress: message ? progressShape.parse(message.json()) : undefined };
  }

  /** Whether the stream is still the one that the progress was made in, with nothing gone unread after it. */
  private async isOf({ until }: Progress, incarnation: number): Promise<boolean> {
    if (until.incarnation !== incarnation) return false;
    const { state } = await this.manager.streams.info(stream);
    if (until.seq > state.last_seq) return false;
    if (until.seq < state.first_seq) return until.seq >= Math.min(this.begun.seq, state.first_seq - 1);
    const message = await this.manager.streams.getMessage(stream, { seq: until.seq });
    return message !== null && Math.abs(message.time.getTime() - until.storedAt) <= storedWithinMs;
  }

  /** Subjects and places alone, of what other processes read after the last of them wrote anything down. */
  private async readBack(
    after: StreamPosition,
    upTo: StreamPosition,
  ): Promise<ReadonlyMap<string, StreamPosition>> {
    const places = new Map<string, StreamPosition>();
    const consumer = await this.js.consumers.get(stream, {
      filter_subjects: "evt.>",
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: after.seq + 1,
      headers_only: true,
    });
    try {
      if ((await consumer.info()).num_pending === 0) return places;
      for await (const { subject, seq, time, info } of await consumer.consume({ expires: 4_000 })) {
        if (seq > upTo.seq) break;
        places.delete(subject);
        places.set(subject, { incarnation: upTo.incarnation, seq, storedAt: time.getTime() });
        if (info.pending === 0 || seq === upTo.seq) break;
      }
      return places;
    } finally {
      consumer.delete().catch(() => undefined); // else it ends by itself
    }
  }

  private latest(subject: string): Promise<StoredMsg | null> {
    return this.manager.streams.getMessage(marks, { last_by_subj: subject });
  }

  private forget(until: StreamPosition): void {
    for (const [subject, { seq }] of this.noted) if (seq <= until.seq) this.noted.delete(subject);
    if (until.seq > this.begun.seq) this.begun = until;
  }
}

function markSubject(natsSubject: string): string {
  return natsSubject.replace(/^evt\./, "mark.");
}
