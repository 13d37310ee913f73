import type { RateLimit } from "./channel.kinds.ts";

/**
 * How many more may go now, by the moments of those that went: an exact sliding window, so that the vendor never counts
 * more than it allows, wherever its own window begins. If none, in how many milliseconds to ask again.
 */
export function roomWithin(
  limits: readonly RateLimit[],
  sentAt: readonly Date[],
  now: Date,
): { room: number; waitMs: number | null } {
  let room = Number.POSITIVE_INFINITY;
  let waitMs = 0;
  for (const { max, windowMs } of limits) {
    const recent = within(sentAt, windowMs, now);
    room = Math.min(room, max - recent.length);
    const oldest = recent[recent.length - max];
    if (oldest) waitMs = Math.max(waitMs, oldest.getTime() + windowMs - now.getTime());
  }
  return room > 0 ? { room, waitMs: null } : { room: 0, waitMs: Math.max(1, waitMs) };
}

/** What has to be remembered when so many more go now. */
export function remembered(
  limits: readonly RateLimit[],
  sentAt: readonly Date[],
  more: number,
  now: Date,
): Date[] {
  const longestMs = Math.max(0, ...limits.map(({ windowMs }) => windowMs));
  return [...within(sentAt, longestMs, now), ...Array.from({ length: more }, () => now)];
}

function within(sentAt: readonly Date[], windowMs: number, now: Date): Date[] {
  const since = now.getTime() - windowMs;
  return sentAt.filter((at) => at.getTime() > since).toSorted((a, b) => a.getTime() - b.getTime());
}
