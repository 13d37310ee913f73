import type { Measure, Operator } from "./monitor.codes.ts";

export interface Sample {
  at: Date;
  value: number;
}

export interface Condition {
  measure: Measure;
  operator: Operator;
  threshold: number;
  /** Of a change; null where the value itself is compared. */
  windowSeconds: number | null;
}

/** Processes sample every 10 s. What is older than three of them says nothing about now, neither good nor bad. */
export const staleAfterMs = 35_000;

/** Whether a measured value is one that the condition complains of. ABSENT complains of no value at all. */
export function holds(
  value: number,
  { operator, threshold }: Pick<Condition, "operator" | "threshold">,
): boolean {
  switch (operator) {
    case "ABOVE":
      return value > threshold;
    case "AT_LEAST":
      return value >= threshold;
    case "BELOW":
      return value < threshold;
    case "AT_MOST":
      return value <= threshold;
    case "EQUAL":
      return value === threshold;
    case "ABSENT":
      return false;
  }
}

/** The worse of two values, for the peak of an alert. */
export function worseOf(a: number, b: number, { operator }: Pick<Condition, "operator">): number {
  return operator === "BELOW" || operator === "AT_MOST" ? Math.min(a, b) : Math.max(a, b);
}

/**
 * What the condition compares at each sample; null where it cannot be told (no sample old enough to compare with, or a
 * percentage of nothing).
 *
 * @param samples oldest first.
 */
export function measuredAt(
  samples: readonly Sample[],
  { measure, windowSeconds }: Pick<Condition, "measure" | "windowSeconds">,
): { at: Date; value: number | null }[] {
  if (measure === "VALUE") return samples.map(({ at, value }) => ({ at, value }));
  const windowMs = (windowSeconds ?? 0) * 1_000;
  let base = -1;
  return samples.map(({ at, value }) => {
    const from = at.getTime() - windowMs;
    while (base + 1 < samples.length && (samples[base + 1]?.at.getTime() ?? Infinity) <= from) base += 1;
    const before = samples[base];
    if (!before || from - before.at.getTime() > staleAfterMs) return { at, value: null };
    const change = value - before.value;
    if (measure === "CHANGE") return { at, value: change };
    return { at, value: before.value === 0 ? null : (change / Math.abs(before.value)) * 100 };
  });
}

export type Reading =
  /** Nothing fresh enough to decide by; `lastAt` is when there last was. */
  | { kind: "STALE"; lastAt: Date | null }
  | { kind: "GOOD"; value: number; at: Date }
  /** `since`: of the unbroken run of bad samples; `isWhole`: it may have begun before the first sample given. */
  | { kind: "BAD"; value: number; at: Date; since: Date; firstAt: Date; isWhole: boolean };

/** How the series stands, by its samples. A gap longer than a stale sample breaks a run: nobody knows what was in it. */
export function read(samples: readonly Sample[], condition: Condition, now: Date): Reading {
  const measured = measuredAt(samples, condition);
  const newest = measured.at(-1);
  if (!newest || now.getTime() - newest.at.getTime() > staleAfterMs) {
    return { kind: "STALE", lastAt: newest?.at ?? null };
  }
  const { at, value } = newest;
  if (value === null) return { kind: "STALE", lastAt: at };
  if (!holds(value, condition)) return { kind: "GOOD", value, at };
  let begin = measured.length - 1;
  while (begin > 0 && isRunBefore(measured[begin - 1], measured[begin], condition)) begin -= 1;
  const since = measured[begin]?.at ?? at;
  return { kind: "BAD", value, at, since, firstAt: since, isWhole: begin === 0 };
}

function isRunBefore(
  earlier: { at: Date; value: number | null } | undefined,
  later: { at: Date } | undefined,
  condition: Condition,
): boolean {
  if (!earlier || !later || earlier.value === null) return false;
  return holds(earlier.value, condition) && later.at.getTime() - earlier.at.getTime() <= staleAfterMs;
}
