/**
 * Exponential back-off with full jitter (the wait is uniform between 0 and the bound), so that many that failed
 * together do not come back together. `attempt` counts from 1.
 */
export function backOffMs(
  attempt: number,
  {
    baseMs = 500,
    maxMs = 60_000,
    random = Math.random,
  }: { baseMs?: number; maxMs?: number; random?: () => number } = {},
): number {
  const bound = Math.min(maxMs, baseMs * 2 ** Math.min(attempt - 1, 20));
  return Math.round(baseMs / 2 + random() * bound);
}
