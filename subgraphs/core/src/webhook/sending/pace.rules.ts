export interface Pace {
  maxPerSecond: number;
  maxConcurrent: number;
  failingSince: Date | null;
  pausedUntil: Date | null;
  /** When the next request would be due at an even pace; in the past after a quiet time. */
  nextSendAt: Date | null;
}

/** So much of an even pace may be used up at once. */
const burstMs = 1_000;

/**
 * How many more requests an endpoint may be sent now, and if none, in how many milliseconds to ask again (null: when one
 * that is under way has ended). One that fails gets one at a time, so that a dead host holds up nothing but itself.
 */
export function roomOf(pace: Pace, inFlight: number, now: Date): { room: number; waitMs: number | null } {
  const at = now.getTime();
  const pausedMs = (pace.pausedUntil?.getTime() ?? 0) - at;
  if (pausedMs > 0) return { room: 0, waitMs: pausedMs };
  const free = (pace.failingSince ? 1 : pace.maxConcurrent) - inFlight;
  if (free <= 0) return { room: 0, waitMs: null };
  const apart = 1_000 / pace.maxPerSecond;
  const due = Math.max(pace.nextSendAt?.getTime() ?? 0, at);
  const allowed = Math.floor((at + burstMs - due) / apart);
  if (allowed <= 0) return { room: 0, waitMs: Math.max(1, Math.ceil(due + apart - burstMs - at)) };
  return { room: Math.min(free, allowed), waitMs: null };
}

/** `nextSendAt` after so many more. */
export function paceAfter({ maxPerSecond, nextSendAt }: Pace, sent: number, now: Date): Date {
  const due = Math.max(nextSendAt?.getTime() ?? 0, now.getTime());
  return new Date(due + Math.ceil((sent * 1_000) / maxPerSecond));
}
