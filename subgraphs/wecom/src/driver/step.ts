import type { AccountEvent } from "../account/account.machine.ts";
import type { EventFacts, Observed } from "../account/account.facts.ts";
import { pathTo } from "../account/account.observe.ts";
import type { AccountTimings } from "../account/account.timings.ts";
import type { Learnt } from "../account/account.store.ts";
import type { Step } from "../account/account.transitions.ts";
import type { CorpAccess } from "../corp/corp.directory.ts";
import type { AccountProvider, Outcome, Refused, Unknown } from "../provider/provider.ts";
import type { Claim, ClaimedRow } from "./claim.ts";
import type { Release } from "./claims.ts";
import type { Beat } from "./heartbeats.ts";

/** What a worker needs for one step of one account. */
export interface StepContext {
  claim: Claim;
  row: ClaimedRow;
  access: CorpAccess;
  provider: AccountProvider;
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

export type StepOf = (context: StepContext) => Promise<StepResult>;

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

/** The events the provider's word stands for; null when it changes nothing. */
export function observed(
  { row }: StepContext,
  seen: Observed,
  token: string | null,
  learnt?: Learnt,
): StepResult | null {
  const steps = pathTo(row.status, seen, token).map(({ event, reason }) => ({
    event,
    facts: { byPerson: false, observed: seen, ...(reason !== undefined && { reason }) },
  }));
  return steps.length === 0 ? null : { kind: "events", by: "PROVIDER", steps, ...(learnt && { learnt }) };
}

/** Look again after `ms`, with everything as it is. */
export function lookAgain(ms: number, extra: Partial<Release> = {}): StepResult {
  return { kind: "later", release: { afterMs: ms, stepAttempts: 0, ...extra } };
}

/** Again after a call that came to nothing: later each time, and not before the provider wants to be asked. */
export function tryAgain(
  context: StepContext,
  failed: Refused | Unknown,
  maxMs: number,
  extra: Partial<Release> = {},
): StepResult {
  const attempts = context.row.stepAttempts + 1;
  const waitMs = Math.min(maxMs, 500 * 2 ** Math.min(attempts, 10));
  const askedMs = failed.kind === "refused" ? (failed.retryAfterMs ?? 0) : 0;
  return lookAgain(Math.max(waitMs, Math.min(askedMs, 60_000)), {
    stepAttempts: attempts,
    ...extra,
  });
}

/** Nothing to do until somebody wants something. */
export function rest(learnt: Learnt = {}): StepResult {
  return { kind: "later", release: { afterMs: null, stepAttempts: 0, command: null, ...learnt } };
}

export function isRefused<Code extends Refused["code"]>(
  outcome: Outcome<unknown>,
  ...codes: Code[]
): outcome is Refused & { code: Code } {
  return outcome.kind === "refused" && codes.some((code) => code === outcome.code);
}

/** A refusal as the reason people read. */
export function reasonOf(failed: Refused | Unknown): string {
  if (failed.kind === "unknown") return "provider_unreachable";
  return refusals[failed.code] ?? "provider_refused";
}

const refusals: Partial<Record<Refused["code"], string>> = {
  UNAUTHORIZED: "provider_unauthorized",
  LIMIT_REACHED: "provider_limit",
  RATE_LIMITED: "provider_busy",
  UNAVAILABLE: "provider_unreachable",
  UNREACHABLE: "provider_unreachable",
  INSTANCE_NOT_FOUND: "instance_gone",
  LOGIN_REQUIRED: "login_required",
};
