export interface Point {
  at: number;
  value: number;
}

/** More than this no chart draws: the screen has no room for it, and drawing it takes a long task. */
export const pointsMax = 1_000;

/**
 * Fewer points that look the same. Each bucket keeps its lowest and its highest, so a spike of one
 * point is still seen; averages would hide exactly what people look for.
 */
export function downsample<Row extends Point>(
  points: readonly Row[],
  most: number = pointsMax,
): readonly Row[] {
  if (points.length <= most || most < 4) return points;
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last) return points;

  const inner = points.slice(1, -1);
  const buckets = Math.floor((most - 2) / 2);
  const kept: Row[] = [first];
  for (let index = 0; index < buckets; index += 1) {
    const from = Math.floor((index * inner.length) / buckets);
    const to = Math.floor(((index + 1) * inner.length) / buckets);
    kept.push(...extremes(inner.slice(from, to)));
  }
  return [...kept, last];
}

/** The lowest and the highest, in the order in which they came. */
function extremes<Row extends Point>(points: readonly Row[]): readonly Row[] {
  let [low] = points;
  let high = low;
  for (const point of points) {
    if (low && point.value < low.value) low = point;
    if (high && point.value > high.value) high = point;
  }
  if (!low || !high) return [];
  if (low === high) return [low];
  return low.at <= high.at ? [low, high] : [high, low];
}
