/** What a day's data of a device, or of a patient over all devices, were made of. */
export interface DayFacts {
  /** Sets that were expected in the day so far; null where nobody expects any. */
  expected: number | null;
  /** Sets that came. */
  sets: number;
  /** Values that came. */
  received: number;
  late: number;
  implausible: number;
  spikes: number;
  flatLines: number;
  clockCorrected: number;
  /** Vital signs whose level moves on and on. */
  drifting: number;
}

export interface Quality {
  completeness: number | null;
  timeliness: number | null;
  plausibility: number | null;
  consistency: number | null;
  total: number;
}

/** How much each part counts, of 100; a part that cannot be told leaves its share to the others. */
export const weights = { completeness: 40, timeliness: 20, plausibility: 25, consistency: 15 } as const;

const partNames = ["completeness", "timeliness", "plausibility", "consistency"] as const;

/** What a flat line, and a drifting sign, take from consistency, in points. */
const flatLinePoints = 25;
const driftPoints = 30;

/**
 * Scores from 0 to 100: completeness, what came of what was expected; timeliness, the share that was not late; plausibility, the share
 * that was neither implausible nor a spike; consistency, the share with a right clock, less flat lines and drifts.
 */
export function qualityOf(facts: DayFacts): Quality {
  const { expected, sets, received } = facts;
  const completeness = expected === null || expected <= 0 ? null : share(Math.min(sets, expected), expected);
  const parts = {
    completeness,
    timeliness: received === 0 ? null : share(received - facts.late, received),
    plausibility:
      received === 0 ? null : share(Math.max(0, received - facts.implausible - facts.spikes), received),
    consistency:
      received === 0
        ? null
        : Math.max(
            0,
            share(received - facts.clockCorrected, received) -
              flatLinePoints * facts.flatLines -
              driftPoints * facts.drifting,
          ),
  };
  return { ...parts, total: totalOf(parts) };
}

function totalOf(parts: Omit<Quality, "total">): number {
  const known = partNames.flatMap((part) => {
    const score = parts[part];
    return score === null ? [] : [{ score, weight: weights[part] }];
  });
  const weight = known.reduce((sum, part) => sum + part.weight, 0);
  if (weight === 0) return 0;
  return Math.round(known.reduce((sum, part) => sum + part.score * part.weight, 0) / weight);
}

function share(part: number, whole: number): number {
  return Math.round((part / whole) * 100);
}
