/** Counts calls by key, as vendors do: over the limit nothing is taken for `blockedMs`. */
export class CallWindow {
  private readonly calls = new Map<string, number[]>();
  private readonly blockedUntil = new Map<string, number>();

  constructor(
    private readonly limit: { max: number; windowMs: number; blockedMs: number },
    private readonly now: () => number,
  ) {}

  /** @returns false: too many. */
  take(key: string): boolean {
    const now = this.now();
    if (now < (this.blockedUntil.get(key) ?? 0)) return false;
    const recent = (this.calls.get(key) ?? []).filter((at) => at > now - this.limit.windowMs);
    if (recent.length >= this.limit.max) {
      this.blockedUntil.set(key, now + this.limit.blockedMs);
      return false;
    }
    this.calls.set(key, [...recent, now]);
    return true;
  }
}
