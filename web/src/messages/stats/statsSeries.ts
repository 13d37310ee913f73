import { pointsMax } from "../../charts/downsample.ts";
import type { Statistics } from "./statsQuery.ts";

export interface HourPoint {
  at: number;
  sent: number;
  failed: number;
  /** Null where nothing came to an end: no rate is not a bad one. */
  successRate: number | null;
  p50Ms: number | null;
  p95Ms: number | null;
  [key: string]: number | null;
}

const hourMs = 3_600_000;

/**
 * A point for every step of the span, also for those in which nothing happened. A span of more hours than a chart draws is
 * drawn in steps of several: counts added up, the rate anew from the counts, of latencies the worst.
 */
export function toPoints(
  hours: Statistics["hours"],
  span: { from: string; to: string },
  most: number = pointsMax,
): readonly HourPoint[] {
  const from = Math.floor(Date.parse(span.from) / hourMs) * hourMs;
  const count = Math.max(0, Math.ceil((Date.parse(span.to) - from) / hourMs));
  const step = Math.max(1, Math.ceil(count / most));
  const groups = new Map<number, Statistics["hours"]>();
  for (const hour of hours) {
    const nth = Math.floor((Date.parse(hour.hour) - from) / hourMs / step);
    groups.set(nth, [...(groups.get(nth) ?? []), hour]);
  }
  return Array.from({ length: Math.ceil(count / step) }, (_, nth) =>
    pointOf(from + nth * step * hourMs, groups.get(nth) ?? []),
  );
}

function pointOf(at: number, hours: Statistics["hours"]): HourPoint {
  const sent = hours.reduce((sum, hour) => sum + hour.sent, 0);
  const failed = hours.reduce((sum, hour) => sum + hour.failed, 0);
  return {
    at,
    sent,
    failed,
    successRate: sent + failed === 0 ? null : sent / (sent + failed),
    p50Ms: worst(hours.map(({ p50Ms }) => p50Ms)),
    p95Ms: worst(hours.map(({ p95Ms }) => p95Ms)),
  };
}

function worst(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}
