/** About what a process keeps for half an hour: enough for a restart of the broker, core or the database. */
const parcelsMax = 200;

export interface ShipperOptions<Parcel> {
  /** Resolves once the other side has it for good; rejects when that is not so, or not known. */
  send: (parcel: Parcel) => Promise<void>;
  /** Told of each that is given up, because too many wait. */
  onDropped: (parcel: Parcel) => void;
  parcelsMax?: number;
}

/**
 * Sends parcels in order, one at a time. While that does not work they wait, up to a bound; then the oldest go. Whoever
 * puts one in never waits and never fails.
 */
export class Shipper<Parcel> {
  private waiting: Parcel[] = [];
  private sending: Promise<void> | undefined;

  constructor(private readonly options: ShipperOptions<Parcel>) {}

  get waitingCount(): number {
    return this.waiting.length;
  }

  put(parcel: Parcel): void {
    this.waiting.push(parcel);
    this.shorten();
    void this.flush();
  }

  /** Tries to send what waits, until one cannot be sent; the next `put` tries again. */
  flush(): Promise<void> {
    this.sending ??= this.sendAll();
    return this.sending;
  }

  private async sendAll(): Promise<void> {
    // What else is put in at this moment is one of what waits.
    await Promise.resolve();
    for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift()) {
      try {
        // oxlint-disable-next-line no-await-in-loop -- in order
        await this.options.send(next);
      } catch {
        this.waiting.unshift(next);
        this.shorten();
        break;
      }
    }
    this.sending = undefined;
  }

  private shorten(): void {
    const over = this.waiting.length - (this.options.parcelsMax ?? parcelsMax);
    for (const parcel of this.waiting.splice(0, Math.max(over, 0))) this.options.onDropped(parcel);
  }
}
