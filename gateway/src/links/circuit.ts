export interface CircuitSettings {
  /** Failures are counted over the last so many milliseconds. */
  failureWindowMs: number;
  /** It opens at so many failures, */
  failuresMin: number;
  /** if they are this share of all calls, 0 to 1. */
  failureShare: number;
  /** How long it stays open before one call is let through to see. */
  probeEveryMs: number;
}

export type CircuitState = "CLOSED" | "OPEN" | "PROBING";

/** Names the stretch of time a call was begun in: what comes of it counts only within the same one. */
export type Pass = number;

const slots = 10;

/**
 * Decides whether something is worth calling: closed while calls succeed, open when too many fail, and from time to
 * time one call is let through to see whether it is well again (DECISIONS 23).
 */
export class Circuit {
  private current: CircuitState = "CLOSED";
  private pass: Pass = 0;
  private openUntil = 0;
  private window: Window;

  constructor(
    private readonly settings: CircuitSettings,
    private readonly onChange: (state: CircuitState) => void = () => undefined,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.window = new Window(settings.failureWindowMs);
  }

  get state(): CircuitState {
    return this.current;
  }

  /** Milliseconds until a call will be let through. */
  get retryAfterMs(): number {
    return Math.max(0, Math.ceil(this.openUntil - this.now()));
  }

  /** @returns null when the call is not to be made. */
  begin(): Pass | null {
    if (this.current === "CLOSED") return this.pass;
    if (this.current === "PROBING" || this.now() < this.openUntil) return null;
    this.become("PROBING");
    return this.pass;
  }

  succeeded(pass: Pass): void {
    if (pass !== this.pass) return;
    if (this.current === "PROBING") {
      this.window = new Window(this.settings.failureWindowMs);
      this.become("CLOSED");
    } else this.window.count(this.now(), false);
  }

  failed(pass: Pass): void {
    if (pass !== this.pass) return;
    if (this.current === "PROBING") return this.open(this.settings.probeEveryMs);
    const { failures, calls } = this.window.count(this.now(), true);
    const { failuresMin, failureShare, probeEveryMs } = this.settings;
    if (failures >= failuresMin && failures >= failureShare * calls) this.open(probeEveryMs);
  }

  /** The caller left before anything came of it: a probe that says nothing is made again by the next call. */
  abandoned(pass: Pass): void {
    if (pass === this.pass && this.current === "PROBING") this.open(0);
  }

  private open(forMs: number): void {
    this.openUntil = this.now() + forMs;
    this.become("OPEN");
  }

  private become(state: CircuitState): void {
    this.current = state;
    this.pass += 1;
    this.onChange(state);
  }
}

interface Tally {
  calls: number;
  failures: number;
}

/** Calls and failures of the last `windowMs`, forgotten a tenth at a time. */
class Window {
  private readonly tallies: Tally[] = Array.from({ length: slots }, () => ({ calls: 0, failures: 0 }));
  private readonly total: Tally = { calls: 0, failures: 0 };
  private latest = 0;

  constructor(private readonly windowMs: number) {}

  count(now: number, isFailure: boolean): Tally {
    const slot = Math.floor(now / (this.windowMs / slots));
    for (let passed = Math.min(slot - this.latest, slots); passed > 0; passed -= 1)
      this.forget(slot - passed + 1);
    this.latest = Math.max(slot, this.latest);
    const tally = this.at(slot);
    for (const each of [tally, this.total]) {
      each.calls += 1;
      if (isFailure) each.failures += 1;
    }
    return this.total;
  }

  private forget(slot: number): void {
    const tally = this.at(slot);
    this.total.calls -= tally.calls;
    this.total.failures -= tally.failures;
    tally.calls = 0;
    tally.failures = 0;
  }

  private at(slot: number): Tally {
    const tally = this.tallies[slot % slots];
    if (!tally) throw new Error("A slot of the window is missing.");
    return tally;
  }
}
