import { type Client, createClient } from "graphql-ws";
import type { Session } from "../session/session.ts";
import { type Line, type LiveState, liveStateOf } from "./liveState.ts";
import { Places } from "./places.ts";

export interface LiveSnapshot {
  state: LiveState;
  lastHeardAt: number | null;
}

const pingEveryMs = 3_000;
const retryAtMostMs = 10_000;

/**
 * The one WebSocket of this tab, and what is known about how fresh the page is. A connection that
 * "is open" proves nothing, so the server is pinged and silence is what counts.
 */
export class LiveSocket {
  private client: Client | null = null;
  private line: Line;
  private seen: LiveSnapshot = { state: "reconnecting", lastHeardAt: null };
  private readonly listeners = new Set<() => void>();
  private readonly resumed = new Set<() => void>();
  private readonly undo: (() => void)[] = [];
  private readonly places = new Places();
  private connectedBefore = false;
  private stopped = false;

  constructor(
    private readonly url: string,
    private readonly session: Session,
    private readonly now: () => number = Date.now,
  ) {
    this.line = { online: navigator.onLine, connected: false, lastHeardAt: null, startedAt: now() };
  }

  start(): void {
    this.stopped = false;
    if (!this.client) this.connect();
    const ticking = setInterval(() => this.look(), 1_000);
    this.undo.push(() => clearInterval(ticking));
    this.listen("online", () => {
      this.note({ online: true });
      this.client?.terminate();
    });
    this.listen("offline", () => this.note({ online: false }));
    // A laptop that wakes up holds a socket that died long ago without saying so.
    this.listen("focus", () => {
      if (this.seen.state === "stale") this.client?.terminate();
    });
    this.undo.push(this.session.onRenewed(() => this.client?.terminate()));
  }

  stop(): void {
    this.stopped = true;
    for (const undo of this.undo.splice(0)) undo();
    void this.client?.dispose();
    this.client = null;
    this.note({ connected: false });
  }

  /** What Apollo's link needs of a graphql-ws client; the client behind it is replaced when it gives up. */
  readonly asClient: Client = {
    on: (event, listener) => this.open().on(event, listener),
    subscribe: (payload, sink) => this.places.subscribe(this.open(), payload, sink),
    iterate: (payload) => this.open().iterate(payload),
    terminate: () => this.client?.terminate(),
    dispose: () => this.client?.dispose(),
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  readonly snapshot = (): LiveSnapshot => this.seen;

  /** Called when the line is back after it was lost. Events are resumed; what has none may be outdated. */
  onResumed(listener: () => void): () => void {
    this.resumed.add(listener);
    return () => {
      this.resumed.delete(listener);
    };
  }

  private open(): Client {
    if (!this.client) this.connect();
    if (!this.client) throw new Error("The live connection is stopped.");
    return this.client;
  }

  private connect(): void {
    if (this.stopped) return;
    this.client = createClient({
      url: this.url,
      lazy: false,
      keepAlive: pingEveryMs,
      connectionAckWaitTimeout: 10_000,
      retryAttempts: Number.POSITIVE_INFINITY,
      shouldRetry: () => true,
      retryWait: async (retries) => await wait(retryDelayMs(retries)),
      connectionParams: async () => ({ authorization: `Bearer ${await this.session.token()}` }),
      onNonLazyError: (error) => void this.replace(error),
      on: {
        connected: () => this.connected(),
        message: () => this.heard(),
        closed: () => this.note({ connected: false }),
        error: () => this.note({ connected: false }),
      },
    });
  }

  /** The client gave up, as it does when the server refuses our token: get another one and begin anew. */
  private async replace(error: unknown): Promise<void> {
    const refused = isClose(error) && (error.code === 4401 || error.code === 4403);
    await wait(retryDelayMs(refused ? 0 : 2));
    if (this.stopped) return;
    try {
      if (refused) await this.session.refresh();
    } catch {
      // The session says so itself when it has ended; anything else is tried again below.
    }
    if (this.session.snapshot().phase === "signedIn") this.connect();
  }

  private connected(): void {
    this.note({ connected: true, lastHeardAt: this.now() });
    if (this.connectedBefore) for (const listener of this.resumed) listener();
    this.connectedBefore = true;
  }

  private heard(): void {
    this.line = { ...this.line, lastHeardAt: this.now() };
    if (this.seen.state !== "live") this.look();
  }

  private note(change: Partial<Line>): void {
    this.line = { ...this.line, ...change };
    this.look();
  }

  private look(): void {
    const state = liveStateOf(this.line, this.now());
    const before = this.seen.state;
    if (state === before) return;
    this.seen = { state, lastHeardAt: this.line.lastHeardAt };
    for (const listener of this.listeners) listener();
    // A line that is open and silent is given up for a new one. Last, for it brings us back here.
    if (state === "stale" && before === "live") this.client?.terminate();
  }

  private listen(event: "online" | "offline" | "focus", listener: () => void): void {
    window.addEventListener(event, listener);
    this.undo.push(() => window.removeEventListener(event, listener));
  }
}

/** Doubles up to a bound, with full jitter, so that a thousand consoles do not come back as one. */
export function retryDelayMs(retries: number, random: () => number = Math.random): number {
  return random() * Math.min(retryAtMostMs, 500 * 2 ** retries);
}

function isClose(error: unknown): error is { code: number } {
  return typeof error === "object" && error !== null && "code" in error && typeof error.code === "number";
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
