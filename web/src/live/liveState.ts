/**
 * live: heard from the server within seconds. reconnecting: the line broke a moment ago.
 * stale: nothing heard for so long that what is on the screen may be wrong. offline: this device has no network.
 */
export type LiveState = "live" | "reconnecting" | "stale" | "offline";

export interface Line {
  /** Whether this device believes it has a network. */
  online: boolean;
  connected: boolean;
  /** When the server was last heard, by anything it sent; null before the first time. */
  lastHeardAt: number | null;
  /** When we began to listen: a line that never came up goes stale too. */
  startedAt: number;
}

/** Two missed pings and their answers; under the ten seconds within which staleness must show. */
export const staleAfterMs = 8_000;

export function liveStateOf(line: Line, now: number): LiveState {
  if (!line.online) return "offline";
  if (now - (line.lastHeardAt ?? line.startedAt) > staleAfterMs) return "stale";
  return line.connected ? "live" : "reconnecting";
}
