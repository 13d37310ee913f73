import { accountStatuses, lifeCycle } from "../account/account.machine.ts";
import type { AccountEvent, AccountStatus } from "../account/account.machine.ts";

/** One transition of an account's past. */
export interface PastChange {
  at: Date;
  from: AccountStatus | null;
  to: AccountStatus;
  event: AccountEvent | "CREATE";
  reason: string | null;
}

export interface PastOptions {
  createdAt: Date;
  /** Where the past has to lead, and since when. */
  status: AccountStatus;
  since: Date;
  random: () => number;
}

const minute = 60_000;
const hour = 60 * minute;

/** What usually happens next in each state, how likely, and after how long (at least, at most). */
const habits: Partial<
  Record<AccountStatus, { event: AccountEvent; weight: number; ms: [number, number]; reason?: string }[]>
> = {
  CREATED: [{ event: "LOG_IN", weight: 1, ms: [2 * minute, 40 * minute] }],
  INITIALIZING: [{ event: "QR_READY", weight: 1, ms: [300, 2_000] }],
  WAITING_QR: [
    { event: "SCANNED", weight: 9, ms: [4_000, 50_000] },
    { event: "LOGIN_EXPIRED", weight: 1, ms: [120_000, 120_500], reason: "qr_expired" },
  ],
  WAITING_CONFIRM: [
    { event: "CONFIRMED", weight: 8, ms: [2_000, 12_000] },
    { event: "CODE_REQUIRED", weight: 2, ms: [2_000, 8_000] },
  ],
  VERIFYING: [{ event: "VERIFIED", weight: 1, ms: [8_000, 60_000] }],
  ONLINE: [
    { event: "CONNECTION_LOST", weight: 5, ms: [2 * hour, 40 * hour], reason: "connection_lost" },
    { event: "HEARTBEAT_MISSED", weight: 3, ms: [3 * hour, 60 * hour], reason: "heartbeat_missed" },
    { event: "SESSION_ENDED", weight: 1, ms: [20 * hour, 90 * hour], reason: "kicked" },
    { event: "SESSION_ENDED", weight: 1, ms: [40 * hour, 120 * hour], reason: "expired" },
    { event: "LOG_OUT", weight: 1, ms: [10 * hour, 60 * hour], reason: "logged_out" },
  ],
  OFFLINE: [{ event: "LOG_IN", weight: 1, ms: [3 * minute, 3 * hour] }],
  ERROR: [{ event: "RECOVER", weight: 1, ms: [3_000, 40_000], reason: "automatic" }],
  RECOVERING: [
    { event: "RECOVERED", weight: 9, ms: [400, 4_000] },
    { event: "LOGIN_NEEDED", weight: 1, ms: [400, 4_000], reason: "login_required" },
  ],
};

/**
 * An invented past that the life cycle allows: it follows habit from the creation, and bends towards the state it has
 * to end in. Deterministic for a given `random`.
 */
export function pastOf({ createdAt, status, since, random }: PastOptions): PastChange[] {
  const past: PastChange[] = [{ at: createdAt, from: null, to: "CREATED", event: "CREATE", reason: null }];
  if (status === "CREATED") return past;
  for (;;) {
    const last = past.at(-1);
    if (!last) return past;
    const next = following(last, random);
    const ending = endingOf(next?.to ?? last.to, status, since);
    // Not past the point from which the end can still be reached in time.
    if (!next || next.at.getTime() >= (ending[0]?.at ?? since).getTime() - minute) break;
    past.push(next);
  }
  const last = past.at(-1);
  return last ? [...past, ...endingOf(last.to, status, since)] : past;
}

function following({ at, to }: PastChange, random: () => number): PastChange | undefined {
  const options = habits[to] ?? [];
  let drawn = random() * options.reduce((sum, { weight }) => sum + weight, 0);
  const chosen = options.find(({ weight }) => (drawn -= weight) < 0);
  const target = chosen && targetOf(to, chosen.event);
  if (!chosen || !target) return undefined;
  const [least, most] = chosen.ms;
  const next = new Date(at.getTime() + least + random() * (most - least));
  return { at: next, from: to, to: target, event: chosen.event, reason: chosen.reason ?? null };
}

/** The shortest way to the state, its steps just before `since`; being there already still takes the way round. */
function endingOf(from: AccountStatus, status: AccountStatus, since: Date): PastChange[] {
  const way = shortestWay(from, status);
  return way.map(({ event, from: before, to }, i) => ({
    at: new Date(since.getTime() - (way.length - 1 - i) * 5_000),
    from: before,
    to,
    event,
    reason: reasonFor(before, event),
  }));
}

interface Leg {
  from: AccountStatus;
  to: AccountStatus;
  event: AccountEvent;
}

function shortestWay(from: AccountStatus, to: AccountStatus): Leg[] {
  let ways: Leg[][] = legsFrom(from).map((leg) => [leg]);
  for (let length = 1; length <= accountStatuses.length; length += 1) {
    const found = ways.find((way) => way.at(-1)?.to === to);
    if (found) return found;
    ways = ways.flatMap((way) => legsFrom(way.at(-1)?.to ?? from).map((leg) => [...way, leg]));
  }
  return [];
}

function legsFrom(from: AccountStatus): Leg[] {
  return (habits[from] ?? []).flatMap(({ event }) => {
    const to = targetOf(from, event);
    return to ? [{ from, to, event }] : [];
  });
}

function targetOf(from: AccountStatus, event: AccountEvent): AccountStatus | undefined {
  const to = lifeCycle[from][event]?.to;
  return to === "GONE" ? undefined : to;
}

function reasonFor(from: AccountStatus, event: AccountEvent): string | null {
  return habits[from]?.find((habit) => habit.event === event)?.reason ?? null;
}
