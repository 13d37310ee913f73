import { v7 } from "uuid";

const sequenceBits = 2 ** 31;

/**
 * Ids in the order of receipt within one process. The time in each (RFC 9562, 5.7) is when it was received, to the
 * millisecond, so that an id alone names its partition; it never runs backwards, whatever the clock does.
 */
export class ReceiptIds {
  private lastMs = 0;
  private sequence = 0;

  next(now: Date): { id: string; receivedAt: Date } {
    if (now.getTime() > this.lastMs) {
      this.lastMs = now.getTime();
      // Within the lower half, so that counting on has room.
      this.sequence = Math.floor(Math.random() * sequenceBits);
    } else this.sequence += 1;
    return { id: v7({ msecs: this.lastMs, seq: this.sequence }), receivedAt: new Date(this.lastMs) };
  }
}
