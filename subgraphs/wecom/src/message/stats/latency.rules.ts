/** Upper bounds of the histogram's buckets, in ms: from 10 ms to about 20 min, each a third wider than the one before. */
const bounds = Array.from({ length: 42 }, (_, i) => Math.round(10 * 1.33 ** i));

/** Upper bound of every bucket; the last one's stands for whatever is longer. */
export const bucketUppersMs: readonly number[] = [...bounds, Math.round(10 * 1.33 ** bounds.length)];

export const bucketCount = bucketUppersMs.length;

/** The bucket of a latency; the last one is for all that is longer than the histogram reaches. */
export function bucketOf(ms: number): number {
  const at = bounds.findIndex((bound) => ms <= bound);
  return at < 0 ? bounds.length : at;
}

export function emptyHistogram(): number[] {
  return Array.from({ length: bucketCount }, () => 0);
}

/**
 * The latency in ms that `share` (0 to 1) of the messages kept within: the upper bound of the bucket it falls into, so
 * never too favourable, and at most a third too high. Null when there are none.
 */
export function quantile(histogram: readonly number[], share: number): number | null {
  const total = histogram.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let left = Math.max(1, Math.ceil(total * share));
  for (const [i, count] of histogram.entries()) {
    left -= count;
    if (left <= 0) return bucketUppersMs[i] ?? null;
  }
  return null;
}

export function addedUp(histograms: readonly (readonly number[])[]): number[] {
  const sum = emptyHistogram();
  for (const histogram of histograms)
    for (const [i, count] of histogram.entries()) sum[i] = (sum[i] ?? 0) + count;
  return sum;
}
