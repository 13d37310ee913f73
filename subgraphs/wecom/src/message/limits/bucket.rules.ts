/** So much in so long, as a provider puts it: "30 a minute". */
export interface Limit {
  amount: number;
  perMs: number;
}

/** A leaky bucket, told by when it will be empty ("theoretical arrival time", as ATM's GCRA counts). */
export interface Bucket {
  /** What one message adds, in ms until it has leaked out. */
  stepMs: number;
  /** So full, in ms until it is empty, it takes no more. */
  depthMs: number;
}

/**
 * A bucket that never lets more than `amount` through in any span of `perMs`, wherever the provider begins to count:
 * half of it may come at once, the other half evenly. (Burst and leak add up: both at the full amount would let twice
 * as much through.)
 */
export function bucketFor({ amount, perMs }: Limit): Bucket {
  const burst = Math.max(1, Math.floor(amount / 2));
  const stepMs = perMs / Math.max(1, amount - burst);
  return { stepMs, depthMs: stepMs * burst };
}

/** How long one more message has to wait at `now`, given when the bucket will be empty: 0 if not at all. */
export function waitMs({ stepMs, depthMs }: Bucket, emptyAt: number, now: number): number {
  return Math.max(0, Math.ceil(Math.max(emptyAt, now) + stepMs - depthMs - now - 1e-6));
}

/** When the bucket will be empty after one more message. */
export function filled({ stepMs }: Bucket, emptyAt: number, now: number): number {
  return Math.max(emptyAt, now) + stepMs;
}
