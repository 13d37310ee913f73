import DataLoader from "dataloader";
import type { Logger } from "pino";
import type { CancelSignal } from "./cancellation.ts";
import { AppError } from "./errors.ts";
import type { Principal } from "./principal.ts";

/** Where a subscription is taken up, and where it then stands. */
export interface StreamPlace {
  readonly after: string | null;
  /** Cursor of the place before the first event to come; unset for a stream that does not come from the feed. */
  position?: string;
}

export interface ContextOptions {
  place?: StreamPlace | undefined;
  /** Of a query: whoever asked is gone. */
  signal?: CancelSignal | undefined;
}

/** What every resolver gets: who asks, under which correlation id, and loaders that live as long as the request. */
export class RequestContext {
  private readonly loaders = new Map<unknown, DataLoader<string, unknown>>();
  /** Of a subscription that is to be resumable; the event feed reads and sets it. */
  readonly place: StreamPlace | undefined;
  private readonly signal: CancelSignal | undefined;

  constructor(
    readonly principal: Principal,
    readonly correlationId: string,
    readonly log: Logger,
    { place, signal }: ContextOptions = {},
  ) {
    this.place = place;
    this.signal = signal;
  }

  /** @throws AppError TIMEOUT when nobody waits for the answer any more: what is not begun need not be. */
  demandWaiting(): void {
    if (this.signal?.aborted) throw abandoned;
  }

  /**
   * The request's loader for `batch`, made on first use. `batch` is the identity of the loader, so pass a
   * stable function (a bound method kept in a field), not a closure made per call.
   */
  loader<T>(
    batch: (ids: readonly string[], context: RequestContext) => Promise<readonly (T | Error)[]>,
  ): DataLoader<string, T> {
    const known = this.loaders.get(batch);
    if (known) return known as DataLoader<string, T>;
    const loaded = async (ids: readonly string[]) => {
      this.demandWaiting();
      return await batch(ids, this);
    };
    const made = new DataLoader<string, T>(loaded, { maxBatchSize: 200 });
    this.loaders.set(batch, made);
    return made;
  }
}

const abandoned = new AppError("TIMEOUT", "REQUEST_ABANDONED", "Nobody waits for this answer any more.");

/** Answers in the order asked: what a loader's batch function must return from an unordered query. */
export function inOrder<T extends { id: string }>(ids: readonly string[], rows: readonly T[]): (T | null)[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id) ?? null);
}
