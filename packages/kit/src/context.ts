import DataLoader from "dataloader";
import type { Logger } from "pino";
import type { Principal } from "./principal.ts";

/** Where a subscription is taken up, and where it then stands. */
export interface StreamPlace {
  readonly after: string | null;
  /** Cursor of the place before the first event to come; unset for a stream that does not come from the feed. */
  position?: string;
}

/** What every resolver gets: who asks, under which correlation id, and loaders that live as long as the request. */
export class RequestContext {
  private readonly loaders = new Map<unknown, DataLoader<string, unknown>>();

  constructor(
    readonly principal: Principal,
    readonly correlationId: string,
    readonly log: Logger,
    /** Of a subscription that is to be resumable; the event feed reads and sets it. */
    readonly place?: StreamPlace,
  ) {}

  /**
   * The request's loader for `batch`, made on first use. `batch` is the identity of the loader, so pass a
   * stable function (a bound method kept in a field), not a closure made per call.
   */
  loader<T>(
    batch: (ids: readonly string[], context: RequestContext) => Promise<readonly (T | Error)[]>,
  ): DataLoader<string, T> {
    const known = this.loaders.get(batch);
    if (known) return known as DataLoader<string, T>;
    const made = new DataLoader<string, T>((ids) => batch(ids, this), { maxBatchSize: 200 });
    this.loaders.set(batch, made);
    return made;
  }
}

/** Answers in the order asked: what a loader's batch function must return from an unordered query. */
export function inOrder<T extends { id: string }>(ids: readonly string[], rows: readonly T[]): (T | null)[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id) ?? null);
}
