import type { OnlineTrendPoint } from "./account.model.ts";

export const trendHoursMax = 90 * 24;
const pointsMax = 200;
const stepsMinutes = [1, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440];

/** The finest round step that draws so many hours in at most 200 points. */
export function trendStepMs(hours: number): number {
  const step = stepsMinutes.find((minutes) => (hours * 60) / minutes < pointsMax);
  return (step ?? 1_440) * 60_000;
}

/** Changes within one step before the present, `ago` steps back: how many more were online, and were there, after it. */
export interface TrendDelta {
  ago: number;
  online: number;
  total: number;
}

/** Walks back from the present, undoing step by step what changed since. Oldest point first. */
export function trendOf(
  present: { now: Date; online: number; total: number },
  stepMs: number,
  hours: number,
  deltas: readonly TrendDelta[],
): OnlineTrendPoint[] {
  const byStep = new Map(deltas.map((delta) => [delta.ago, delta]));
  const points: OnlineTrendPoint[] = [{ at: present.now, online: present.online, total: present.total }];
  let { online, total } = present;
  const steps = Math.floor((hours * 3_600_000) / stepMs);
  for (let i = 1; i <= steps; i += 1) {
    const delta = byStep.get(i - 1);
    online -= delta?.online ?? 0;
    total -= delta?.total ?? 0;
    points.push({ at: new Date(present.now.getTime() - i * stepMs), online, total });
  }
  return points.toReversed();
}
