/** At most so many pieces of work at once; the others wait in the order they came. */
export class Slots {
  private free: number;
  private readonly line: (() => void)[] = [];

  constructor(slots: number) {
    this.free = slots;
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
      const next = this.line.shift();
      if (next) next();
      else this.free += 1;
    }
  }
}
