import type { LiveSamples } from "./metricHub.ts";

export interface LivePoint {
  name: string;
  labels: Readonly<Record<string, string>>;
  average: number;
  min: number;
  max: number;
  last: number;
  count: number;
}

export interface LiveUpdate {
  at: Date;
  points: LivePoint[];
}

/** Sums ten-second samples up to a coarser resolution: an update is told when the first sample after its time comes. */
export class LiveMetrics {
  private at = 0;
  private points = new Map<string, LivePoint & { sum: number }>();

  constructor(private readonly seconds: number) {}

  /** All there is at one moment. */
  only(samples: LiveSamples): LiveUpdate | null {
    this.add(samples);
    return this.take();
  }

  /** What is complete with this. */
  add({ at, samples }: LiveSamples): LiveUpdate | null {
    const period = this.seconds * 1_000;
    const began = Math.floor(at.getTime() / period) * period;
    // Late: its time was told already.
    if (began < this.at) return null;
    const complete = began > this.at ? this.take() : null;
    this.at = began;
    for (const { name, labels, value } of samples) {
      const key = JSON.stringify([name, labels]);
      const known = this.points.get(key);
      this.points.set(key, {
        name,
        labels,
        min: Math.min(known?.min ?? value, value),
        max: Math.max(known?.max ?? value, value),
        sum: (known?.sum ?? 0) + value,
        last: value,
        count: (known?.count ?? 0) + 1,
        average: 0,
      });
    }
    return complete;
  }

  private take(): LiveUpdate | null {
    const points = [...this.points.values()].map(({ sum, ...point }) => ({
      ...point,
      average: sum / point.count,
    }));
    this.points.clear();
    return points.length === 0 ? null : { at: new Date(this.at), points };
  }
}
