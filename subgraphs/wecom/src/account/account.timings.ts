/** How long things take and how often they are tried. Passed in, so that a test does not wait. */
export interface AccountTimings {
  /** Between two looks at a log-in under way; callbacks are faster, this is for those that get lost. */
  pollMs: number;
  /** Between two heartbeats of an account that is online. */
  heartbeatMs: number;
  /** After a heartbeat without answer the next one is not waited for so long. */
  heartbeatRetryMs: number;
  /** So many in a row without answer make an ERROR. */
  heartbeatsMissedMax: number;
  /** How long a provider that does not answer is asked for a QR code. */
  loginStartMs: number;
  /** How long after its expiry a code is waited for, when the provider cannot be asked. */
  loginGraceMs: number;
  /** How long somebody may take to save the callback in WeCom's console, and again to remove what is in a probe's way. */
  appLoginMs: number;
  /** Between two probes of an application that is refused while it logs in. */
  probeRetryMs: number;
  recovery: {
    attemptsMax: number;
    /** An outage not over within this time needs a person. */
    windowMs: number;
    baseMs: number;
    maxMs: number;
  };
}

export const accountTimings: AccountTimings = {
  pollMs: 2_000,
  heartbeatMs: 30_000,
  heartbeatRetryMs: 10_000,
  heartbeatsMissedMax: 3,
  loginStartMs: 60_000,
  loginGraceMs: 15_000,
  appLoginMs: 30 * 60_000,
  probeRetryMs: 5_000,
  recovery: { attemptsMax: 8, windowMs: 5 * 60_000, baseMs: 4_000, maxMs: 60_000 },
};

/**
 * The next heartbeat of an account. Each has its own place within the interval, by its id, so that thousands that
 * came online together (or were all overdue after a stop) do not beat together.
 */
export function nextHeartbeatAt(accountId: string, now: Date, heartbeatMs: number): Date {
  const phase = placeOf(accountId) % heartbeatMs;
  const beat = Math.floor((now.getTime() - phase) / heartbeatMs) + 1;
  const next = beat * heartbeatMs + phase;
  // A beat that is nearly now would follow the last one at once.
  return new Date(next - now.getTime() < heartbeatMs / 4 ? next + heartbeatMs : next);
}

/** The random end of a UUIDv7 as a number. */
function placeOf(id: string): number {
  return Number.parseInt(id.replaceAll("-", "").slice(-10), 16);
}
