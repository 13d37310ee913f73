/** How many values were at most `upTo`, those of lower buckets included. */
export interface Bucket {
  upTo: number;
  count: number;
}

/**
 * The value below which `share` of the values lie, taking them as spread evenly within a bucket, as Prometheus'
 * histogram_quantile does. What lies above the last finite bound is told as that bound; NaN where there is no value.
 */
export function quantileOf(share: number, buckets: readonly Bucket[]): number {
  const total = buckets.at(-1)?.count ?? 0;
  if (total === 0) return Number.NaN;
  const rank = share * total;
  const index = buckets.findIndex(({ count }) => count >= rank);
  const bucket = buckets[index];
  const below = index > 0 ? buckets[index - 1] : undefined;
  const from = below?.upTo ?? 0;
  if (!bucket || bucket.upTo === Infinity) return from;
  const within = bucket.count - (below?.count ?? 0);
  if (within <= 0) return bucket.upTo;
  return from + ((bucket.upTo - from) * (rank - (below?.count ?? 0))) / within;
}
