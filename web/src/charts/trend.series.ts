import { downsample } from "./downsample.ts";

export interface TrendPoint {
  at: number;
  value: number;
  total: number;
}

/** The stored trend, ended by what is known to be true now, as points a chart can draw. */
export function toTrend(
  stored: readonly { at: string; online: number; total: number }[],
  now: { at: number; online: number; total: number } | null,
): readonly TrendPoint[] {
  const points = stored.map(({ at, online, total }) => ({ at: Date.parse(at), value: online, total }));
  const last = points.at(-1);
  if (now && (!last || now.at > last.at)) points.push({ at: now.at, value: now.online, total: now.total });
  return downsample(points);
}

/** A ceiling for the axis with some air above the highest point, on a round number. */
export function niceCeiling(highest: number): number {
  if (highest <= 4) return 4;
  const wanted = highest * 1.05;
  const magnitude = 10 ** Math.floor(Math.log10(wanted));
  const step = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8].find((factor) => factor * magnitude >= wanted);
  return Math.ceil((step ?? 10) * magnitude);
}
