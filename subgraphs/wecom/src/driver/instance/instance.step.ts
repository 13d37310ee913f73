import type { Observed } from "../../account/account.facts.ts";
import { pathTo } from "../../account/account.observe.ts";
import type { Learnt } from "../../account/account.store.ts";
import type { CorpAccess } from "../../corp/corp.directory.ts";
import type { AccountProvider, Outcome, Refused, Unknown } from "../../provider/provider.ts";
import type { Release } from "../claims.ts";
import { tryAgain as tryAgainAfter } from "../step.ts";
import type { StepContext, StepResult } from "../step.ts";

/** What a step of an instance needs besides. */
export interface InstanceContext extends StepContext {
  access: CorpAccess;
  provider: AccountProvider;
}

export type InstanceStep = (context: InstanceContext) => Promise<StepResult>;

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

/** Again after a call that came to nothing. */
export function tryAgain(
  context: StepContext,
  failed: Refused | Unknown,
  maxMs: number,
  extra: Partial<Release> = {},
): StepResult {
  const retryAfterMs = failed.kind === "refused" ? failed.retryAfterMs : undefined;
  return tryAgainAfter(context, { retryAfterMs }, maxMs, extra);
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
