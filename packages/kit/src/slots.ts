/** At most so many pieces of work at once; the others wait in the order they came. */
export class Slots {
  /** Below zero while more are at work than there are places now. */
  private free: number;
  private readonly line: (() => void)[] = [];

  constructor(private slots: number) {
    this.free = slots;
  }

  /** From now on so many; what is at work goes on. */
  resize(slots: number): void {
    this.free += slots - this.slots;
    this.slots = slots;
    while (this.free > 0) {
      const next = this.line.shift();
      if (!next) return;
      this.free -= 1;
      next();
    }
  }

  get waiting(): number {
    return this.line.length;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.line.push(resolve));
    try {
      return await work();
    } finally {
      // The place goes to the next in line without ever being free.
      const next = this.free < 0 ? undefined : this.line.shift();
      if (next) next();
      else this.free += 1;
    }
  }
}
