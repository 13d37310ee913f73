import { Feed } from "./feed.ts";
import type { FeedOwner, FeedSource } from "./feed.ts";
import { Seat } from "./seat.ts";
import type { Subscriber } from "./seat.ts";
import type { Turns } from "./turns.ts";

interface CatchUp {
  feed: Feed;
  /** Gives its turn back, or waits for it no longer. */
  release(): void;
  idle: NodeJS.Timeout | undefined;
}

/**
 * Everyone who gets the same answers: one feed that is live, and while clients come back to places that it does not
 * remember, feeds that replay the past. Those hand their subscribers over as soon as another feed of the group
 * remembers the place they have reached, usually the live one.
 */
export class FeedGroup implements FeedOwner {
  private main: Feed | undefined;
  private readonly catchUps = new Map<Feed, CatchUp>();
  private lingering: NodeJS.Timeout | undefined;

  constructor(
    private readonly key: string,
    readonly source: FeedSource,
    private readonly turns: Turns,
    private readonly onEmpty: () => void,
  ) {}

  get feeds(): number {
    return this.catchUps.size + (this.main ? 1 : 0);
  }

  /** What happens from now on; a held seat gets nothing until it is let go. */
  join(subscriber: Subscriber, isHeld: boolean): Seat {
    clearTimeout(this.lingering);
    const feed = this.mainFeed();
    const seat = new Seat(this.key, subscriber, feed);
    seat.isHeld = isHeld;
    const index = isHeld ? feed.ring.end : feed.present;
    seat.sit(index, feed.ring.cursorBefore(index));
    return seat;
  }

  /** What came after `cursor`, and then what happens. */
  joinAfter(subscriber: Subscriber, cursor: string): Seat {
    clearTimeout(this.lingering);
    const known = this.feedThatRemembers(cursor);
    this.source.onResumed(known ? "memory" : "upstream");
    const feed = known ?? this.openCatchUp(cursor);
    const seat = new Seat(this.key, subscriber, feed);
    seat.sit(feed.ring.placeAfter(cursor) ?? feed.ring.end, cursor);
    return seat;
  }

  /** What is the same in effect takes the place of what it was; its feeds go on as they are. */
  adopt(source: FeedSource): void {
    Object.assign(this.source, source);
  }

  stop(): void {
    clearTimeout(this.lingering);
    for (const feed of this.catchUps.keys()) this.closeCatchUp(feed);
    this.main?.stop();
    this.main = undefined;
    this.onEmpty();
  }

  moved(feed: Feed): void {
    if (this.catchUps.size === 0) return;
    this.catchUps.get(feed)?.idle?.refresh();
    for (const each of this.catchUps.keys()) {
      const reached = each.ring.cursor;
      const other = reached === undefined ? undefined : this.feedThatRemembers(reached, each);
      if (!other) continue;
      // The next of the crowd that comes back to the same place finds it there.
      other.ring.learn(each.ring);
      each.handOver(other);
    }
  }

  emptied(feed: Feed): void {
    if (this.catchUps.has(feed)) this.closeCatchUp(feed);
    this.lingerIfUnused();
  }

  ended(feed: Feed): void {
    if (this.catchUps.has(feed)) this.closeCatchUp(feed);
    else if (this.main === feed) this.main = undefined;
    this.lingerIfUnused();
  }

  private mainFeed(): Feed {
    if (this.main) return this.main;
    this.main = new Feed(this.source, this, null);
    this.main.start();
    return this.main;
  }

  private feedThatRemembers(cursor: string, except?: Feed): Feed | undefined {
    const remembers = (feed: Feed) => feed !== except && feed.ring.placeAfter(cursor) !== undefined;
    if (this.main && remembers(this.main)) return this.main;
    for (const feed of this.catchUps.keys()) if (remembers(feed)) return feed;
    return undefined;
  }

  private openCatchUp(cursor: string): Feed {
    // Live first: what happens while the past is replayed has to be remembered by somebody.
    this.mainFeed();
    const feed = new Feed(this.source, this, cursor);
    const catchUp: CatchUp = { feed, release: () => undefined, idle: undefined };
    this.catchUps.set(feed, catchUp);
    catchUp.release = this.turns.take(() => {
      feed.start();
      // A feed that has reached the present costs no more than any other; it need not hold up those who wait.
      catchUp.idle = setTimeout(() => catchUp.release(), this.source.limits.catchUpIdleMs).unref();
    });
    return feed;
  }

  private closeCatchUp(feed: Feed): void {
    const catchUp = this.catchUps.get(feed);
    if (!this.catchUps.delete(feed)) return;
    clearTimeout(catchUp?.idle);
    feed.stop();
    catchUp?.release();
  }

  private lingerIfUnused(): void {
    if (this.catchUps.size > 0 || (this.main && this.main.size > 0)) return;
    clearTimeout(this.lingering);
    if (!this.main) return this.onEmpty();
    this.lingering = setTimeout(() => this.stop(), this.source.limits.feedLingerMs).unref();
  }
}
