import { AppError } from "@wegraph/kit/errors";

/**
 * Lets a few pieces of work run at once and the rest wait in line. What a flood of strangers can set off must not
 * take every thread, every connection or all the memory from everybody else.
 */
export class Turnstile {
  private free: number;
  private readonly waiting: (() => void)[] = [];

  constructor(
    places: number,
    private readonly waitingMax: number,
  ) {
    this.free = places;
  }

  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await this.turn();
    try {
      return await work();
    } finally {
      // The place goes to the next in line directly; only with nobody waiting does it become free.
      const next = this.waiting.shift();
      if (next) next();
      else this.free += 1;
    }
  }

  private turn(): Promise<void> {
    if (this.waiting.length >= this.waitingMax)
      throw new AppError("UNAVAILABLE", "SIGN_IN_BUSY", "Too many people are signing in. Try again shortly.");
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}
