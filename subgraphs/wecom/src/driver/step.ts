import type { EventFacts } from "../account/account.facts.ts";
import type { AccountEvent } from "../account/account.machine.ts";
import type { Learnt } from "../account/account.store.ts";
import type { AccountTimings } from "../account/account.timings.ts";
import type { Step } from "../account/account.transitions.ts";
import type { Claim, ClaimedRow } from "./claim.ts";
import type { Release } from "./claims.ts";
import type { Beat } from "./heartbeats.ts";

/** What a worker needs for one step of one account, whatever stands behind it. */
export interface StepContext {
  claim: Claim;
  row: ClaimedRow;
  timings: AccountTimings;
  now: () => Date;
  login: LoginAccess;
}

/** The log-in under way, as far as a step needs it. */
export interface LoginAccess {
  /** Null when there is none any more. */
  read(): Promise<{ token: string | null; expiresAt: Date | null; code: string | null } | null>;
  /** Records that the code is about to be sent; false when the account was taken from us. */
  markCodeSent(): Promise<boolean>;
}

/** How a step ends: with a change of state, a heartbeat, or a time for the next look. */
export type StepResult =
  | { kind: "events"; by: "PROVIDER" | "SYSTEM"; steps: Step[]; learnt?: Learnt }
  | { kind: "beat"; beat: Beat }
  | { kind: "later"; release: Release }
  | { kind: "remove" };

/** One event that the driver itself decides on. */
export function own(
  event: AccountEvent,
  reason: string,
  extra: Partial<EventFacts> = {},
  learnt?: Learnt,
): StepResult {
  return {
    kind: "events",
    by: "SYSTEM",
    steps: [{ event, facts: { byPerson: false, reason, ...extra } }],
    ...(learnt && { learnt }),
  };
}

/** Look again after `ms`, with everything as it is. */
export function lookAgain(ms: number, extra: Partial<Release> = {}): StepResult {
  return { kind: "later", release: { afterMs: ms, stepAttempts: 0, ...extra } };
}

/** Again after a call that came to nothing: later each time, and not before the other side wants to be asked. */
export function tryAgain(
  { row }: StepContext,
  { retryAfterMs = 0 }: { retryAfterMs?: number | undefined },
  maxMs: number,
  extra: Partial<Release> = {},
): StepResult {
  const attempts = row.stepAttempts + 1;
  const waitMs = Math.min(maxMs, 500 * 2 ** Math.min(attempts, 10));
  return lookAgain(Math.max(waitMs, Math.min(retryAfterMs, 60_000)), { stepAttempts: attempts, ...extra });
}

/** Nothing to do until somebody wants something. */
export function rest(learnt: Learnt = {}): StepResult {
  return { kind: "later", release: { afterMs: null, stepAttempts: 0, command: null, ...learnt } };
}
