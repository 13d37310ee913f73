const sessionEndReasons = [
  "SIGNED_OUT",
  "ENDED_BY_USER",
  "ENDED_BY_ADMIN",
  "REFRESH_REUSE",
  "EXPIRED",
  "LIMIT",
  "USER_DISABLED",
  "PASSWORD_CHANGED",
] as const;
export type SessionEndReason = (typeof sessionEndReasons)[number];

export const userAgentMax = 500;

/** A session nobody ended ends by itself; nothing has to write that down for it to be so. */
export function endOf(
  session: { endedAt: Date | null; endReason: SessionEndReason | null; expiresAt: Date },
  now: Date,
): { endedAt: Date | null; endReason: SessionEndReason | null } {
  if (session.endedAt || session.expiresAt > now)
    return { endedAt: session.endedAt, endReason: session.endReason };
  return { endedAt: session.expiresAt, endReason: "EXPIRED" };
}
