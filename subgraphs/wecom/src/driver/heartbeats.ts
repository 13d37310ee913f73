import type { Logger } from "@wegraph/kit/log";

/** The outcome of one heartbeat that changes no state. */
export interface Beat {
  accountId: string;
  wakes: number;
  /** Null for one that got no answer. */
  at: Date | null;
  latencyMs: number | null;
  missed: number;
  ratio: number;
  /** Where the provider was told to announce changes, if it was told just now. */
  callbackUrl: string | null;
  /** Until the next one. */
  afterMs: number;
}

const flushEveryMs = 100;
const flushSize = 500;

/** How much one heartbeat moves the ratio: what lies forty beats (20 minutes) back counts little. */
const memory = 0.05;

export function movedRatio(ratio: number | null, answered: boolean): number {
  const now = answered ? 1 : 0;
  return ratio === null ? now : ratio + memory * (now - ratio);
}

/** Collects heartbeats to write them together: one statement for hundreds instead of a transaction each. */
export class HeartbeatBuffer {
  private beats: Beat[] = [];
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly write: (beats: readonly Beat[]) => Promise<void>,
    private readonly log: Logger,
  ) {}

  add(beat: Beat): void {
    this.beats.push(beat);
    if (this.beats.length >= flushSize) void this.flush();
    else this.timer ??= setTimeout(() => void this.flush(), flushEveryMs);
  }

  /** Writes what there is; one write at a time, so that a slow database gets larger batches, not more of them. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.writing = this.writing.then(async () => {
      const beats = this.beats;
      if (beats.length === 0) return;
      this.beats = [];
      // Not written means not known: the claims expire and the accounts are asked again.
      await this.write(beats).catch((err: unknown) =>
        this.log.warn({ err, beats: beats.length }, "heartbeats not written"),
      );
    });
    return this.writing;
  }
}
