import type { ReadingFlag } from "../vital/vital.codes.ts";
import type { Span } from "./standings.ts";

/** A clock that is off by less is left alone: it may be the way that took so long. */
export const toleratedMs = 30_000;
/** Senders are asked for their time with each request; the median of so many hides a stray. */
export const samplesMax = 9;
const unsetBeforeYear = 2020;
const aheadMs = 24 * 3_600_000;
/** What is corrected may still be a little ahead. */
const inexactMs = 5 * 60_000;
/** As long as readings are kept. */
const oldestMs = 15 * 365 * 24 * 3_600_000;
/** A reading may be taken while the binding is being entered. */
const graceMs = 2 * 60_000;

/** How far a clock is ahead, by what it said when requests arrived; 0 where that is within what is tolerated. */
export function estimateSkewMs(samples: readonly number[]): number {
  const sorted = samples.toSorted((one, other) => one - other);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  return Math.abs(middle) > toleratedMs ? Math.round(middle) : 0;
}

export const timeRefusals = ["CLOCK_UNSET", "IN_FUTURE", "TOO_OLD", "NOT_BOUND"] as const;
export type TimeRefusal = (typeof timeRefusals)[number];

export interface StatedTime {
  /** By the device's clock; null where it says none. */
  at: Date | null;
  arrivedAt: Date;
  skewMs: number;
  /** Several times in one message: then the time of arrival would make them one. */
  isBulk: boolean;
  spans: readonly Span[];
}

export interface PlacedTime {
  patientId: string;
  measuredAt: Date;
  /** What makes it the same reading when it comes again. */
  statedAt: Date;
  skewMs: number;
  flags: readonly ReadingFlag[];
}

/**
 * When a reading was measured, and whose it is: of the patient who had the device at that time, whoever has it now. A clock
 * that was never set (before 2020 with nobody to have had the device then, or more than a day ahead) says nothing: a single
 * reading is of when it arrived, and many are refused.
 */
export function placeInTime(stated: StatedTime): PlacedTime | TimeRefusal {
  const { at, arrivedAt, skewMs, isBulk, spans } = stated;
  if (at === null) return owned(spans, { measuredAt: arrivedAt, statedAt: arrivedAt, skewMs: 0, flags: [] });
  if (isUnset(at, arrivedAt, spans)) {
    if (isBulk) return "CLOCK_UNSET";
    const aheadBy = clamped(at.getTime() - arrivedAt.getTime());
    return owned(spans, {
      measuredAt: arrivedAt,
      statedAt: arrivedAt,
      skewMs: aheadBy,
      flags: ["CLOCK_CORRECTED"],
    });
  }
  const corrected = at.getTime() - skewMs;
  if (corrected > arrivedAt.getTime() + inexactMs) return "IN_FUTURE";
  if (corrected < arrivedAt.getTime() - oldestMs) return "TOO_OLD";
  return owned(spans, {
    measuredAt: new Date(Math.min(corrected, arrivedAt.getTime())),
    statedAt: at,
    skewMs,
    flags: skewMs === 0 ? [] : ["CLOCK_CORRECTED"],
  });
}

function isUnset(at: Date, arrivedAt: Date, spans: readonly Span[]): boolean {
  if (at.getTime() > arrivedAt.getTime() + aheadMs) return true;
  return at.getUTCFullYear() < unsetBeforeYear && ownerAt(spans, at) === null;
}

function owned(spans: readonly Span[], time: Omit<PlacedTime, "patientId">): PlacedTime | TimeRefusal {
  const patientId = ownerAt(spans, time.measuredAt);
  return patientId === null ? "NOT_BOUND" : { ...time, patientId };
}

/** Exactly, else within the grace before a binding. */
function ownerAt(spans: readonly Span[], at: Date): string | null {
  const exact = spans.find(({ from, until }) => from <= at && (until === null || at < until));
  if (exact) return exact.patientId;
  const soon = spans.find(({ from }) => from > at && from.getTime() - at.getTime() <= graceMs);
  return soon?.patientId ?? null;
}

/** What fits the column: a clock in 1970 is further off than that can say. */
function clamped(skewMs: number): number {
  return Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, Math.round(skewMs)));
}
