/** Something a receiver has taken: what people would have seen. */
export interface Arrival {
  readonly seq: number;
  readonly receiver: string;
  /** The robot's key, the number, the mail address. */
  readonly to: string;
  readonly title: string;
  readonly text: string;
  readonly at: number;
  /** By which the sender would know it again. */
  readonly id: string;
}

const keptMax = 2_000;

/** What has arrived, the latest thousands of it. */
export class Arrivals {
  private kept: Arrival[] = [];
  private seq = 0;

  constructor(private readonly now: () => number) {}

  add(arrival: Omit<Arrival, "seq" | "at">): void {
    this.seq += 1;
    this.kept.push({ ...arrival, seq: this.seq, at: this.now() });
    if (this.kept.length > keptMax) this.kept = this.kept.slice(-keptMax / 2);
  }

  /** The newest first. */
  of(receiver?: string): readonly Arrival[] {
    return this.kept.filter((each) => receiver === undefined || each.receiver === receiver).toReversed();
  }

  clear(): void {
    this.kept = [];
  }
}
