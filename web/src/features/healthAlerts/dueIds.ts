/** Collects ids, each due some time later, and hands over together those whose time has come. */
export class DueIds {
  private readonly due = new Map<string, number>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly handOver: (ids: string[]) => void,
    private readonly atOnceMax: number,
  ) {}

  /** An id that waits already is handed over at the earlier of the two times. */
  add(id: string, inMs: number): void {
    this.due.set(id, Math.min(Date.now() + inMs, this.due.get(id) ?? Infinity));
    this.plan();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.due.clear();
  }

  private plan(): void {
    clearTimeout(this.timer);
    const next = Math.min(...this.due.values());
    if (Number.isFinite(next)) this.timer = setTimeout(() => this.hand(), Math.max(0, next - Date.now()));
  }

  private hand(): void {
    const now = Date.now();
    const ids = [...this.due].filter(([, at]) => at <= now).map(([id]) => id);
    const some = ids.slice(0, this.atOnceMax);
    for (const id of some) this.due.delete(id);
    this.plan();
    if (some.length > 0) this.handOver(some);
  }
}
