import { v7 } from "uuid";

const sequenceBits = 2 ** 31;

/**
 * Ids of messages made in one call, in ascending order, and the moment they carry: a message's `createdAt` is the time
 * in its version 7 id (RFC 9562, 5.7), to the millisecond, so that an id alone names the partition its row is in.
 */
export function messageIds(count: number, now: Date): string[] {
  const msecs = now.getTime();
  // The start is random within the lower half, so that calls of one millisecond rarely meet, and counting on has room.
  const start = Math.floor(Math.random() * sequenceBits);
  return Array.from({ length: count }, (_, i) => v7({ msecs, seq: start + i }));
}

/** @returns null for an id that is not of version 7, which therefore names no message. */
export function createdAtOf(id: string): Date | null {
  if (id[14] !== "7") return null;
  return new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16));
}

/** Ids together with their moments, without those that can name no message. */
export function placesOf(ids: readonly string[]): { ids: string[]; createdAts: Date[] } {
  const places = ids.flatMap((id) => {
    const createdAt = createdAtOf(id);
    return createdAt ? [{ id, createdAt }] : [];
  });
  return { ids: places.map(({ id }) => id), createdAts: places.map(({ createdAt }) => createdAt) };
}
