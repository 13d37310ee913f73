import { AppError } from "@wegraph/kit/errors";
import { Slots } from "@wegraph/kit/slots";

/**
 * Lets a few pieces of work run at once and the rest wait in line. What a flood of strangers can set off must not
 * take every thread, every connection or all the memory from everybody else.
 */
export class Turnstile {
  private readonly slots: Slots;

  constructor(
    places: number,
    private readonly waitingMax: number,
  ) {
    this.slots = new Slots(places);
  }

  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.slots.waiting >= this.waitingMax)
      throw new AppError("UNAVAILABLE", "SIGN_IN_BUSY", "Too many people are signing in. Try again shortly.");
    return this.slots.run(work);
  }
}
