/**
 * A refresh token is a generation of its session, signed; nothing of it is stored but the number. Using the
 * current generation makes the next one and spends itself.
 */
export interface RefreshableSession {
  generation: number;
  rotatedAt: Date | null;
  expiresAt: Date;
  endedAt: Date | null;
}

export type RefreshDecision =
  /** Current: make the next generation. */
  | "ROTATE"
  /** Just spent by another tab or by an answer that was lost: the same successor again. */
  | "REPEAT"
  /** Over or expired: sign in again. */
  | "REFUSE"
  /** Spent long ago, so someone holds a copy. Nobody knows which of the two is the owner: the session ends. */
  | "END";

/** Parallel tabs and lost answers are forgiven for this long. */
const refreshLeewayMs = 10_000;

/** A session lasts this long from sign-in, however often it is refreshed. */
export const sessionLifetimeMs = 7 * 24 * 60 * 60_000;

export const accessTokenLifetimeMs = 2 * 60 * 60_000;

export const sessionsMaxDefault = 10;

export function decideRefresh(session: RefreshableSession, presented: number, now: Date): RefreshDecision {
  if (session.endedAt || session.expiresAt <= now) return "REFUSE";
  if (presented === session.generation) return "ROTATE";
  const isPrevious = presented === session.generation - 1;
  const sinceRotationMs = session.rotatedAt ? now.getTime() - session.rotatedAt.getTime() : Infinity;
  return isPrevious && sinceRotationMs <= refreshLeewayMs ? "REPEAT" : "END";
}

/** The live sessions that have to go so that one more fits, oldest first. */
export function beyondLimit<T extends { createdAt: Date }>(live: readonly T[], sessionsMax: number): T[] {
  const oldestFirst = live.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  return oldestFirst.slice(0, Math.max(0, live.length + 1 - sessionsMax));
}
