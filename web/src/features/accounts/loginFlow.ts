import type { AccountStatus } from "../../gql/graphql.ts";

/** The steps from "log in" to "online", as a person goes through them. */
const loginSteps = ["INITIALIZING", "WAITING_QR", "WAITING_CONFIRM", "VERIFYING", "ONLINE"] as const;
export type LoginStep = (typeof loginSteps)[number];

export type StepState = "done" | "current" | "ahead" | "skipped";

export interface LoginView {
  /** Where the log-in stands; null when it has ended without being online. */
  step: LoginStep | null;
  ended: "online" | "failed" | null;
}

/**
 * @param started whether this dialog has seen the log-in under way: an account that was offline all
 * along has not failed, it has not begun.
 */
export function loginViewOf(status: AccountStatus, started: boolean): LoginView {
  const step = loginSteps.find((one) => one === status) ?? null;
  if (step === "ONLINE") return { step, ended: "online" };
  if (step) return { step, ended: null };
  return { step: null, ended: started ? "failed" : null };
}

/** @param seen the states this dialog has been through: a known device skips the verification. */
export function stepStates(
  view: LoginView,
  seen: ReadonlySet<AccountStatus>,
): readonly { step: LoginStep; state: StepState }[] {
  const at = view.step ? loginSteps.indexOf(view.step) : -1;
  return loginSteps.map((step, index) => {
    if (view.ended === "online")
      return { step, state: step === "VERIFYING" && !seen.has("VERIFYING") ? "skipped" : "done" };
    if (index < at) return { step, state: "done" };
    return { step, state: index === at ? "current" : "ahead" };
  });
}

/** Refreshed a little before it runs out, so that a phone already held up does not scan a dead code. */
export const refreshBeforeMs = 4_000;
/** A dialog that was forgotten must not fetch codes all night. */
export const autoRefreshMax = 5;

/** What is left of a code, by the server's expiry; never negative. */
export function leftMs(expiresAt: string, now: number): number {
  return Math.max(0, Date.parse(expiresAt) - now);
}

/** A link can be opened on this device; anything else in a code is for WeCom's own scanner. */
export function linkIn(qrContent: string): string | null {
  return /^https?:\/\//i.test(qrContent) ? qrContent : null;
}
