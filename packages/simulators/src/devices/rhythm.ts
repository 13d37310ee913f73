import type { Random } from "../random.ts";

const dayMs = 24 * 3_600_000;

/** A day's rhythm (single-component cosinor): mean level, half the difference of its extremes, hour of the highest. */
export interface Cosinor {
  mesor: number;
  amplitude: number;
  /** Local hour of the peak. */
  acrophase: number;
}

export function rhythmAt(
  { mesor, amplitude, acrophase }: Cosinor,
  atMs: number,
  offsetHours: number,
): number {
  const hour = (((atMs + offsetHours * 3_600_000) % dayMs) / dayMs) * 24;
  return mesor + amplitude * Math.cos(((hour - acrophase) / 24) * 2 * Math.PI);
}

/** Standard normal, by Box and Muller. */
function gauss(random: Random): number {
  const u = Math.max(random.next(), Number.MIN_VALUE);
  return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * random.next());
}

/**
 * Noise with a memory: an AR(1) process of unit variance, sampled whenever it is asked for. What is left of a deviation falls to
 * 1/e in `tauMs`, whatever the steps in between.
 */
export class Drift {
  private value: number;
  private atMs: number | undefined;

  constructor(
    private readonly tauMs: number,
    private readonly random: Random,
  ) {
    this.value = gauss(random);
  }

  at(atMs: number): number {
    const passedMs = this.atMs === undefined ? 0 : Math.max(0, atMs - this.atMs);
    const kept = Math.exp(-passedMs / this.tauMs);
    if (passedMs > 0) this.value = kept * this.value + Math.sqrt(1 - kept * kept) * gauss(this.random);
    this.atMs = atMs;
    return this.value;
  }
}
