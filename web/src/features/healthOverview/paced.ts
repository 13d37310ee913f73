/** How time passes: the browser's own, unless a test says otherwise. */
export interface Pace {
  now: () => number;
  after: (ms: number, work: () => void) => () => void;
}

const ownPace: Pace = {
  now: () => Date.now(),
  after: (ms, work) => {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};

/** Does a piece of work soon after it was asked for, once for many who ask, and not more often than every so many ms. */
export class Paced {
  private last = Number.NEGATIVE_INFINITY;
  private cancel: (() => void) | undefined;

  constructor(
    private readonly work: () => void,
    private readonly everyMs: number,
    private readonly pace: Pace = ownPace,
  ) {}

  ask(): void {
    this.cancel ??= this.pace.after(Math.max(0, this.last + this.everyMs - this.pace.now()), () => {
      this.cancel = undefined;
      this.last = this.pace.now();
      this.work();
    });
  }

  stop(): void {
    this.cancel?.();
    this.cancel = undefined;
  }
}
