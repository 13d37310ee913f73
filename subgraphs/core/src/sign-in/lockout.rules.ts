/**
 * Guessing passwords, slowed down and stopped. Three counts are kept, each over attempts that were really
 * verified, never over refused ones, so that hammering a locked door does not keep it locked for its owner:
 *
 * - pair: one account from one address. What a person at a keyboard meets: first free, then ever longer waits,
 *   then a lock.
 * - address: all accounts from one address. Stops lists of stolen passwords being tried through.
 * - account: one account from everywhere. Stops a spread attack; an address its owner signed in from lately is
 *   exempt, so that strangers cannot lock the owner out.
 *
 * The identifier counts, not the user: an e-mail nobody has behaves in the same way.
 */
export const lockout = {
  pair: { failuresMax: 10, withinMs: 15 * 60_000, lockMs: 15 * 60_000 },
  address: { failuresMax: 100, withinMs: 60 * 60_000, lockMs: 60 * 60_000 },
  account: { failuresMax: 30, withinMs: 15 * 60_000, lockMs: 15 * 60_000 },
  /** After the third failure of a pair each next try waits: 1 s, 2 s, 4 s … at most a minute. */
  freeFailures: 3,
  delayBaseMs: 1_000,
  delayMaxMs: 60_000,
  /** How long an address stays known after its last success. */
  knownAddressMs: 30 * 24 * 60 * 60_000,
} as const;

interface LockRule {
  failuresMax: number;
  withinMs: number;
  lockMs: number;
}

/** Times of verified failures, newest first, as far back as they can matter. */
export interface FailureHistory {
  /** Since the pair's last success. */
  pair: readonly Date[];
  address: readonly Date[];
  account: readonly Date[];
  addressIsKnown: boolean;
}

export type RefusalCause = "DELAY" | "PAIR_LOCKED" | "ADDRESS_LOCKED" | "ACCOUNT_LOCKED";

export interface Refusal {
  cause: RefusalCause;
  until: Date;
}

/** Why the next attempt is not even verified, and until when; null when it may go ahead. */
export function refusalOf(history: FailureHistory, now: Date): Refusal | null {
  const candidates: [RefusalCause, Date | null][] = [
    ["ADDRESS_LOCKED", lockedUntil(history.address, lockout.address)],
    ["PAIR_LOCKED", lockedUntil(history.pair, lockout.pair)],
    ["ACCOUNT_LOCKED", history.addressIsKnown ? null : lockedUntil(history.account, lockout.account)],
    ["DELAY", delayedUntil(history.pair)],
  ];
  for (const [cause, until] of candidates) if (until && until > now) return { cause, until };
  return null;
}

/** The end of the lock the newest failure brought, if it was the last of enough failures close together. */
export function lockedUntil(failures: readonly Date[], rule: LockRule): Date | null {
  const newest = failures[0];
  const oldest = failures[rule.failuresMax - 1];
  if (!newest || !oldest || newest.getTime() - oldest.getTime() >= rule.withinMs) return null;
  return new Date(newest.getTime() + rule.lockMs);
}

/** How far back failures of a rule can still matter. */
export function lookBackMs(rule: LockRule): number {
  return rule.withinMs + rule.lockMs;
}

function delayedUntil(pair: readonly Date[]): Date | null {
  const newest = pair[0];
  if (!newest) return null;
  const recent = pair.filter((at) => newest.getTime() - at.getTime() < lockout.pair.withinMs).length;
  if (recent < lockout.freeFailures) return null;
  const delayMs = Math.min(lockout.delayBaseMs * 2 ** (recent - lockout.freeFailures), lockout.delayMaxMs);
  return new Date(newest.getTime() + delayMs);
}
