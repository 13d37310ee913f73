import { AppError } from "@wegraph/kit/errors";

/** How many long-lived connections each address or tenant holds. */
export class ConnectionCounts {
  private readonly counts = new Map<string, number>();

  /** @returns the way to give the place back. @throws AppError RATE_LIMITED when all places are taken. */
  take(key: string, max: number): () => void {
    const held = this.counts.get(key) ?? 0;
    if (held >= max)
      throw new AppError("RATE_LIMITED", "TOO_MANY_CONNECTIONS", "Too many connections are open.", {
        limit: max,
      });
    this.counts.set(key, held + 1);
    let given = false;
    return () => {
      if (given) return;
      given = true;
      const left = (this.counts.get(key) ?? 1) - 1;
      if (left === 0) this.counts.delete(key);
      else this.counts.set(key, left);
    };
  }
}
