import type { Principal } from "@wegraph/kit/principal";
import type { Caller } from "../caller.ts";
import { RequestRefused } from "../errors.ts";
import type { OperationText, Operations } from "../operations.ts";
import { presentRefusal } from "../presentRefusal.ts";
import type { GatewaySettings } from "../settings.ts";
import type { Subscriber } from "./feed.ts";
import type { Feeds, Membership } from "./feeds.ts";

export interface SubscriptionParts {
  operations: Operations;
  feeds: Feeds;
  settings: GatewaySettings;
}

/** One client's subscription, over whatever transport; it follows the caller's rights from feed to feed. */
export class LiveSubscription {
  private membership: Membership | undefined;

  constructor(
    private readonly parts: SubscriptionParts,
    private readonly text: OperationText,
    private caller: Caller,
    private readonly subscriber: Subscriber,
  ) {}

  /** @throws RequestRefused when it cannot begin. */
  start(): void {
    const { operations, feeds } = this.parts;
    const ready = operations.prepare(this.text, this.caller.principal);
    operations.streamable(ready, this.caller.principal);
    this.membership = feeds.join(ready, this.caller, this.subscriber);
  }

  /** The caller's rights changed: the stream goes on with what they still allow, or ends with the refusal. */
  follow(principal: Principal): void {
    const { operations, feeds, settings } = this.parts;
    this.caller = { ...this.caller, principal };
    try {
      const ready = operations.prepare(this.text, principal);
      operations.streamable(ready, principal);
      if (feeds.keyOf(ready, this.caller) === this.membership?.key) return;
      const before = this.membership;
      this.membership = feeds.join(ready, this.caller, this.subscriber);
      before?.leave();
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      this.stop();
      this.subscriber.fail(presentRefusal(error, this.caller, settings).map((each) => each.toJSON()));
    }
  }

  stop(): void {
    this.membership?.leave();
    this.membership = undefined;
  }
}
