import type { ScoredSet, StoredReading } from "../vital/reading.ts";
import type { VitalCode } from "../vital/vital.codes.ts";
import { news2Codes } from "./news2.state.ts";

/** A look at a patient takes no longer. */
export const lookMs = 5 * 60_000;

/**
 * Puts scores together by the look at the patient they are of: values that follow each other within five minutes, no vital
 * sign twice. Half of a look beside values of the one before would be a score that nobody measured.
 */
export class ScoredSets {
  private readonly done: ScoredSet[] = [];
  private last: ScoredSet | null = null;
  private begunAt = Number.NEGATIVE_INFINITY;
  private readonly codes = new Set<VitalCode>();

  /** @param values measured at one moment, later than those before. @param scored with them; null where that cannot be. */
  add(values: readonly StoredReading[], scored: ScoredSet | null): void {
    const counted = values.filter(({ code }) => news2Codes.has(code));
    const [first] = counted;
    if (!first) return;
    const at = first.measuredAt.getTime();
    if (at - this.begunAt > lookMs || counted.some(({ code }) => this.codes.has(code))) {
      if (this.last) this.done.push(this.last);
      this.codes.clear();
      this.begunAt = at;
    }
    for (const { code } of counted) this.codes.add(code);
    this.last = scored;
  }

  get all(): readonly ScoredSet[] {
    return this.last ? [...this.done, this.last] : this.done;
  }
}
