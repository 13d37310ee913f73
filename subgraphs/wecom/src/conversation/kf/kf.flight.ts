/**
 * At most one run and one that waits for it, by key. Who comes while a run is under way is served by the next one,
 * which begins after they came; many who come together share it.
 */
export class Flights<Result> {
  private readonly running = new Map<string, Promise<Result>>();
  private readonly waiting = new Map<string, Promise<Result>>();

  run(key: string, work: () => Promise<Result>): Promise<Result> {
    const current = this.running.get(key);
    if (!current) return this.start(key, work);
    const known = this.waiting.get(key);
    if (known) return known;
    const next = current
      .then(
        () => undefined,
        () => undefined, // whoever waits for that run hears of it
      )
      .then(() => {
        this.waiting.delete(key);
        return this.start(key, work);
      });
    this.waiting.set(key, next);
    return next;
  }

  private start(key: string, work: () => Promise<Result>): Promise<Result> {
    const run = work().finally(() => {
      if (this.running.get(key) === run) this.running.delete(key);
    });
    this.running.set(key, run);
    return run;
  }
}
