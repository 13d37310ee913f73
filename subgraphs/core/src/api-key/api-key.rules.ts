/** What decides whether a key still opens anything. */
export interface KeyState {
  revokedAt: Date | null;
  expiresAt: Date | null;
  rotatedToId: string | null;
  overlapUntil: Date | null;
}

/** A rotated key goes on until its overlap is over, so that its users can be moved one by one. */
export function isUsable(key: KeyState, now: Date): boolean {
  if (key.revokedAt) return false;
  if (key.expiresAt && key.expiresAt <= now) return false;
  return key.rotatedToId === null || (key.overlapUntil !== null && key.overlapUntil > now);
}

export const apiKeysMax = 500;
export const overlapHoursMax = 168;
export const overlapHoursDefault = 24;
