import { OperationTypeNode } from "graphql";
import type { GraphQLFormattedError } from "graphql";
import type { Logger } from "@wegraph/kit/log";
import { AppError } from "@wegraph/kit/errors";
import type { Principal } from "@wegraph/kit/principal";
import type { Caller } from "../caller.ts";
import { RequestRefused, refused } from "../errors.ts";
import type { TimeLimit } from "../execution/timeLimit.ts";
import type { Operations, ReadyOperation } from "../operations.ts";
import { presentRefusal } from "../presentRefusal.ts";
import type { GatewaySettings } from "../settings.ts";
import type { Beginning, Feeds } from "./feeds.ts";
import type { Outlet } from "./outlet.ts";
import type { FeedEvent } from "./ring.ts";
import type { Seat, Subscriber } from "./seat.ts";
import type { StreamRequest } from "./streamRequest.ts";

export interface SubscriptionParts {
  operations: Operations;
  feeds: Feeds;
  settings: GatewaySettings;
  log: Logger;
}

/**
 * One client's subscription, over whatever transport. It follows the caller's rights from feed to feed without a
 * gap, and begins with a snapshot where one is asked for.
 */
export class LiveSubscription implements Subscriber {
  private seat: Seat | undefined;
  /** Being made; what is sent meanwhile waits in the feed. */
  private snapshot: Snapshot | undefined;
  /** Events that came with the end of the stream, before the snapshot did. */
  private early: FeedEvent[] | undefined;
  private stopped = false;

  constructor(
    private readonly parts: SubscriptionParts,
    private readonly request: StreamRequest,
    private caller: Caller,
    private readonly outlet: Outlet,
  ) {}

  /** @throws RequestRefused when it could not begin. */
  check(): void {
    this.prepared();
    this.preparedSnapshot();
  }

  /** @throws RequestRefused when it cannot begin. */
  start(): void {
    this.begin(this.request.resumeAfter);
  }

  /** The caller's rights changed: the stream goes on with what they still allow, or ends with the refusal. */
  follow(principal: Principal): void {
    this.caller = { ...this.caller, principal };
    this.refresh();
  }

  /** Goes on where it stands, if rights or graph are others than before. */
  refresh(): void {
    const { seat } = this;
    if (!seat) return;
    this.orFail(() => {
      const key = this.parts.feeds.keyOf(this.stillPrepared(), this.caller);
      if (key === seat.key && !this.snapshot) return;
      // What waits was meant for the rights that were. The new feed sends it again.
      this.outlet.discard();
      const after = this.place();
      this.endSnapshot();
      seat.leave();
      this.begin(after);
    });
  }

  stop(): void {
    this.stopped = true;
    this.seat?.leave();
    this.seat = undefined;
    this.endSnapshot();
    this.outlet.discard();
  }

  get isFull(): boolean {
    return this.outlet.isFull;
  }

  whenRoom(callback: () => void): void {
    this.outlet.whenRoom(callback);
  }

  next(event: FeedEvent): void {
    if (this.snapshot) (this.early ??= []).push(event);
    else this.outlet.next(event);
  }

  complete(): void {
    this.seat = undefined;
    if (this.snapshot) this.early ??= [];
    else this.outlet.complete();
  }

  fail(errors: readonly GraphQLFormattedError[]): void {
    this.seat = undefined;
    this.endSnapshot();
    const isGap = errors.some(({ extensions }) => extensions?.["code"] === "RESUME_GAP");
    // Whoever can begin anew with a snapshot is not left with the gap.
    if (isGap && this.request.snapshot !== undefined) this.orFail(() => this.begin(undefined));
    else this.outlet.fail(errors);
  }

  lost(): void {
    this.orFail(() => this.begin(this.place()));
  }

  /** The cursor after which this client needs what comes. */
  private place(): string | undefined {
    return this.snapshot ? undefined : (this.outlet.cursor ?? this.seat?.startCursor);
  }

  private begin(after: string | undefined): void {
    const ready = this.prepared();
    const snapshot = this.preparedSnapshot();
    const isFresh = after === undefined && snapshot !== undefined;
    if (isFresh) this.snapshot = { limit: undefined };
    const beginning: Beginning =
      after === undefined ? { at: isFresh ? "HELD" : "NOW" } : { at: "AFTER", cursor: after };
    const seat = this.parts.feeds.join(ready, this.caller, this, beginning);
    // The past may have been too much for its client at once.
    if (this.stopped) return seat.leave();
    this.seat = seat;
    if (isFresh && this.snapshot) void this.takeSnapshot(this.snapshot, snapshot, seat);
  }

  private async takeSnapshot(taking: Snapshot, ready: ReadyOperation, seat: Seat): Promise<void> {
    await seat.feed.stands;
    if (this.snapshot !== taking) return;
    const { operations } = this.parts;
    const cursor = seat.holdHere();
    taking.limit = operations.timeLimit();
    try {
      const answer = await operations.run(ready, this.caller, taking.limit);
      if (this.snapshot !== taking) return;
      this.snapshot = undefined;
      const extensions = { ...answer.extensions, snapshot: true, cursor };
      this.outlet.next({ json: JSON.stringify({ ...answer, extensions }), cursor });
    } catch (error) {
      if (this.snapshot !== taking) return;
      this.stop();
      return this.outlet.fail(this.errorsOf(error));
    }
    if (!this.early) return seat.letGo();
    for (const event of this.early) this.outlet.next(event);
    this.outlet.complete();
  }

  private endSnapshot(): void {
    this.snapshot?.limit?.abort();
    this.snapshot = undefined;
    this.early = undefined;
  }

  /** @throws RequestRefused when the caller may not have the subscription. */
  private prepared(): ReadyOperation {
    const { operations } = this.parts;
    const ready = operations.prepare(this.request.text, this.caller.principal);
    operations.streamable(ready, this.caller.principal);
    return ready;
  }

  /** @throws RequestRefused as above; GRAPH_CHANGED for what was valid when it began. */
  private stillPrepared(): ReadyOperation {
    try {
      return this.prepared();
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      const issues = error.errors.flatMap(({ extensions }) =>
        extensions["code"] === "INVALID_INPUT" ? [extensions["issues"] ?? []].flat() : [],
      );
      throw issues.length > 0 ? refused(graphChanged(issues)) : error;
    }
  }

  private preparedSnapshot(): ReadyOperation | undefined {
    const { text, snapshot } = this.request;
    if (snapshot === undefined) return undefined;
    const ready = this.parts.operations.prepare({ ...text, operationName: snapshot }, this.caller.principal);
    // An answer that is kept may be older than the place where the stream stands.
    if (ready.operation.kind === OperationTypeNode.QUERY) return { ...ready, cachePolicy: null };
    throw refused(snapshotIsNoQuery);
  }

  private orFail(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.stop();
      this.outlet.fail(this.errorsOf(error));
    }
  }

  private errorsOf(error: unknown): GraphQLFormattedError[] {
    const { settings, operations } = this.parts;
    if (error instanceof AppError) return this.errorsOf(refused(error));
    if (error instanceof RequestRefused)
      return presentRefusal(error, this.caller, settings).map((each) => each.toJSON());
    const failure = error instanceof Error ? error : new Error(String(error));
    return [operations.present(failure, this.caller)];
  }
}

function graphChanged(issues: readonly unknown[]): AppError {
  const message = "The graph has changed and no longer has what is subscribed to.";
  return new AppError("INVALID_INPUT", "GRAPH_CHANGED", message, { issues });
}

interface Snapshot {
  limit: TimeLimit | undefined;
}

const snapshotIsNoQuery = new AppError(
  "INVALID_INPUT",
  "SNAPSHOT_NOT_A_QUERY",
  "The operation that a snapshot is taken with has to be a query.",
);
