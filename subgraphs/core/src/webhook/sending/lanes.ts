import type { Logger } from "@wegraph/kit/log";
import { Repeating } from "@wegraph/kit/repeating";
import { Slots } from "@wegraph/kit/slots";

/** Requests under way in a process. Far more than healthy endpoints need, and a bound for a storm of dead ones. */
const requestsMax = 500;
/** How soon what is due is found that nobody was told of: retries, and what a dead process left. */
const sweepEveryMs = 1_000;

interface Identified {
  id: string;
}

/** Says, in the database, who sends what. */
export interface LaneClaims<To extends Identified, Item extends Identified> {
  take(
    receiverId: string,
  ): Promise<{ receiver: To | null; deliveries: readonly Item[]; waitMs: number | null }>;
  /** The receivers for which something is due. */
  due(): Promise<readonly string[]>;
}

export interface LaneSender<To extends Identified, Item extends Identified> {
  send(receiver: To, delivery: Item): Promise<void>;
}

interface Lane {
  isClaiming: boolean;
  isAskedAgain: boolean;
  timer: NodeJS.Timeout | undefined;
}

/**
 * One lane for each endpoint (of a webhook, of a notification channel) with something to send. A lane takes what its endpoint's limits allow and asks for more
 * whenever a request has ended, so a slow endpoint waits for itself alone. Lanes may run in several processes: the
 * database says who sends what.
 */
export class Lanes<To extends Identified, Item extends Identified> {
  private readonly lanes = new Map<string, Lane>();
  private readonly slots = new Slots(requestsMax);
  private readonly busy = new Set<Promise<void>>();
  private readonly sweeping: Repeating<void>;
  private isStopped = true;

  constructor(
    private readonly claims: LaneClaims<To, Item>,
    private readonly sender: LaneSender<To, Item>,
    private readonly log: Logger,
    sweepMs = sweepEveryMs,
    /** Whether anything is sent at all, for now. */
    private readonly isOpen: () => boolean = () => true,
  ) {
    const work = () => this.sweep();
    this.sweeping = new Repeating({ work, everyMs: sweepMs, complaint: "deliveries not looked for", log });
  }

  start(): void {
    this.isStopped = false;
    this.sweeping.start();
  }

  /** Waits for what is under way. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await this.sweeping.stop();
    for (const { timer } of this.lanes.values()) clearTimeout(timer);
    this.lanes.clear();
    while (this.busy.size > 0) await Promise.all(this.busy);
  }

  /** There may be something to send to this endpoint. */
  wake(endpointId: string): void {
    // The sweep finds what waits when it is open again.
    if (this.isStopped || !this.isOpen()) return;
    const lane = this.lanes.get(endpointId) ?? {
      isClaiming: false,
      isAskedAgain: false,
      timer: undefined,
    };
    this.lanes.set(endpointId, lane);
    clearTimeout(lane.timer);
    lane.timer = undefined;
    if (lane.isClaiming) lane.isAskedAgain = true;
    else this.keep(this.advance(endpointId, lane));
  }

  private async advance(endpointId: string, lane: Lane): Promise<void> {
    lane.isClaiming = true;
    let waitMs: number | null = null;
    try {
      do {
        lane.isAskedAgain = false;
        const claim = await this.claims.take(endpointId);
        waitMs = claim.waitMs;
        const { receiver } = claim;
        if (receiver) for (const delivery of claim.deliveries) this.keep(this.send(receiver, delivery));
      } while (lane.isAskedAgain && !this.isStopped);
    } catch (err) {
      // The sweep comes back to it.
      this.log.warn({ err, endpointId }, "deliveries not taken");
    }
    lane.isClaiming = false;
    if (waitMs === null) this.lanes.delete(endpointId);
    else if (!this.isStopped) lane.timer = setTimeout(() => this.wake(endpointId), waitMs).unref();
  }

  private async send(receiver: To, delivery: Item): Promise<void> {
    try {
      await this.slots.run(() => this.sender.send(receiver, delivery));
    } catch (err) {
      // Nothing was written, so it is due again when its lease is over.
      this.log.error({ err, deliveryId: delivery.id, endpointId: receiver.id }, "attempt not recorded");
    }
    this.wake(receiver.id);
  }

  private async sweep(): Promise<void> {
    for (const endpointId of await this.claims.due()) this.wake(endpointId);
  }

  private keep(work: Promise<void>): void {
    const kept = work.finally(() => this.busy.delete(kept));
    this.busy.add(kept);
  }
}
