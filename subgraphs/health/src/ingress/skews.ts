import { LRUCache } from "lru-cache";
import { estimateSkewMs, samplesMax } from "./clock.rules.ts";

const devicesMax = 100_000;

/** How far devices' clocks are ahead, from what they said in their latest requests. */
export class Skews {
  private readonly samples = new LRUCache<string, number[]>({ max: devicesMax });

  /** Adds what a request said, and returns the estimate with it. */
  note(deviceId: string, statedAt: Date, arrivedAt: Date): number {
    const known = this.samples.get(deviceId) ?? [];
    const recent = [...known, statedAt.getTime() - arrivedAt.getTime()].slice(-samplesMax);
    this.samples.set(deviceId, recent);
    return estimateSkewMs(recent);
  }
}
