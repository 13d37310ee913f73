/** Lets so many at a time, the rest in the order they came. */
export class Turns {
  private taken = 0;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly max: number) {}

  /** Calls `begin` at once or when it is its turn. @returns the way to give the turn back, or to wait no longer. */
  take(begin: () => void): () => void {
    let begun = false;
    let over = false;
    const start = () => {
      begun = true;
      this.taken += 1;
      begin();
    };
    if (this.taken < this.max) start();
    else this.waiting.add(start);
    return () => {
      if (over) return;
      over = true;
      if (!begun) return void this.waiting.delete(start);
      this.taken -= 1;
      this.callNext();
    };
  }

  private callNext(): void {
    const [next] = this.waiting;
    if (!next || this.taken >= this.max) return;
    this.waiting.delete(next);
    next();
  }
}
