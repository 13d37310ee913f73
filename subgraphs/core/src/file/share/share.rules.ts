export const shareStates = ["OPEN", "EXPIRED", "EXHAUSTED", "REVOKED", "FILE_GONE"] as const;
export type ShareState = (typeof shareStates)[number];

export const accessOutcomes = [
  "DOWNLOADED",
  "PASSWORD_WRONG",
  "LOCKED",
  "EXPIRED",
  "EXHAUSTED",
  "REVOKED",
  "FILE_GONE",
] as const;
export type AccessOutcome = (typeof accessOutcomes)[number];

/** So many wrong passwords in so long close a share for the rest of that time, whoever tries them. */
export const triesMax = 10;
export const triesWithinMs = 15 * 60_000;

export const sharesPerFileMax = 50;
export const shareLivesMsMax = 366 * 24 * 60 * 60_000;
export const downloadsLimitMax = 100_000;

interface Standing {
  revokedAt: Date | null;
  expiresAt: Date | null;
  downloads: number;
  downloadsMax: number | null;
  file: { deletedAt: Date | null };
}

/** Whether a share leads to its file, and if not, why: the reason that lasts longest first. */
export function stateOf(share: Standing, now: Date): ShareState {
  if (share.revokedAt) return "REVOKED";
  if (share.file.deletedAt) return "FILE_GONE";
  if (share.expiresAt && share.expiresAt <= now) return "EXPIRED";
  if (share.downloadsMax !== null && share.downloads >= share.downloadsMax) return "EXHAUSTED";
  return "OPEN";
}
