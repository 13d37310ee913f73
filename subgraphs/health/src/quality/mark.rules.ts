import type { ReadingFlag, VitalCode } from "../vital/vital.codes.ts";
import { flatLinesOf, spikesOf } from "./series.rules.ts";
import type { Point } from "./series.rules.ts";

/** A value of a device, with what is said of it. */
export interface MarkedPoint extends Point {
  id: string;
  flags: readonly ReadingFlag[];
}

export interface SeriesFindings {
  spikes: number;
  /** Stretches. */
  flatLines: number;
  /** Those whose flags are not what the series says, with what they are to be. */
  changes: { id: string; at: number; flags: ReadingFlag[] }[];
}

const ofSeries: ReadonlySet<ReadingFlag> = new Set(["SPIKE", "FLAT_LINE"]);

/**
 * What a series says of the values of a day: which are spikes, which lie on a flat line. Said anew each time, as a value that
 * comes late, or is taken back, may change it; only the first of all known values keeps what it has, its neighbour is not known.
 *
 * @param points in the order of time; those before `from` are there to be compared with.
 */
export function findingsOf(code: VitalCode, points: readonly MarkedPoint[], from: number): SeriesFindings {
  const isOfDay = (nth: number) => (points[nth]?.at ?? 0) >= from;
  const spikes = new Set(spikesOf(code, points).filter(isOfDay));
  const stretches = flatLinesOf(code, points).filter(({ last }) => isOfDay(last));
  const flat = new Set(
    stretches.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, nth) => first + nth)),
  );
  const changes = points.flatMap(({ id, at, flags }, nth) => {
    if (!isOfDay(nth) || nth === 0) return [];
    const wanted: ReadingFlag[] = flags.filter((flag) => !ofSeries.has(flag));
    if (spikes.has(nth)) wanted.push("SPIKE");
    if (flat.has(nth)) wanted.push("FLAT_LINE");
    const isSame = wanted.length === flags.length && wanted.every((flag) => flags.includes(flag));
    return isSame ? [] : [{ id, at, flags: wanted }];
  });
  return { spikes: spikes.size, flatLines: stretches.length, changes };
}
