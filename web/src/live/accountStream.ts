import type { AccountAction, AccountStatus } from "../gql/graphql.ts";
import { FrameBuffer, type Schedule } from "./frameBuffer.ts";

/** One change of state, as the subscription brings it. */
export interface AccountEvent {
  id: string;
  at: string;
  from: AccountStatus | null;
  to: AccountStatus;
  event: string;
  reason: string | null;
  version: number;
  account: {
    id: string;
    name: string;
    healthScore: number;
    allowedActions: AccountAction[];
    tenant: { id: string; name: string };
  };
}

/** What a row or a page needs to show an account as it is now. */
export interface LiveAccount {
  status: AccountStatus;
  statusReason: string | null;
  statusSince: string;
  version: number;
  healthScore: number;
  allowedActions: AccountAction[];
}

/**
 * The accounts as the stream tells them, beside the Apollo cache: each row listens to its own
 * account alone, so an event redraws one row and not the page.
 */
export class AccountStream {
  private readonly latest = new Map<string, LiveAccount>();
  private readonly byAccount = new Map<string, Set<() => void>>();
  private readonly batches = new Set<(events: readonly AccountEvent[]) => void>();
  private readonly buffer: FrameBuffer<AccountEvent>;
  private readonly seen = new RecentIds(4_096);

  constructor(schedule?: Schedule) {
    this.buffer = new FrameBuffer((events) => this.deliver(events), schedule);
  }

  push(event: AccountEvent): void {
    if (this.seen.add(event.id)) this.buffer.push(event);
  }

  account(id: string): LiveAccount | undefined {
    return this.latest.get(id);
  }

  onAccount(id: string, listener: () => void): () => void {
    const listeners = this.byAccount.get(id) ?? new Set();
    this.byAccount.set(id, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.byAccount.delete(id);
    };
  }

  /** All events of one frame at once, oldest first. */
  onBatch(listener: (events: readonly AccountEvent[]) => void): () => void {
    this.batches.add(listener);
    return () => {
      this.batches.delete(listener);
    };
  }

  private deliver(events: readonly AccountEvent[]): void {
    const touched = new Set<string>();
    for (const event of events) {
      const known = this.latest.get(event.account.id);
      if (known && known.version > event.version) continue;
      this.latest.set(event.account.id, liveAccountOf(event));
      touched.add(event.account.id);
    }
    for (const id of touched) for (const listener of this.byAccount.get(id) ?? []) listener();
    for (const listener of this.batches) listener(events);
  }
}

function liveAccountOf(event: AccountEvent): LiveAccount {
  return {
    status: event.to,
    statusReason: event.reason,
    statusSince: event.at,
    version: event.version,
    healthScore: event.account.healthScore,
    allowedActions: event.account.allowedActions,
  };
}

/** The newer of what a query said and what the stream said since; the version decides, never the clock. */
export function newest<Row extends LiveAccount>(row: Row, live: LiveAccount | undefined): Row {
  return live && live.version > row.version ? { ...row, ...live } : row;
}

/** Remembers the last so many ids: after a reconnect the same event may come twice. */
class RecentIds {
  private readonly ids = new Set<string>();

  constructor(private readonly most: number) {}

  add(id: string): boolean {
    if (this.ids.has(id)) return false;
    this.ids.add(id);
    if (this.ids.size > this.most) {
      const [oldest] = this.ids;
      if (oldest !== undefined) this.ids.delete(oldest);
    }
    return true;
  }
}
