import { RefusedError } from "../../session/authApi.ts";

/** What a refused sign-in means for the form. The server never says whether the account exists. */
export type SignInProblem =
  | { kind: "codeNeeded" }
  | { kind: "codeWrong" }
  | { kind: "refused" }
  | { kind: "delayed"; until: number }
  | { kind: "limited"; until: number }
  | { kind: "unavailable" }
  | { kind: "other"; message: string };

export function problemOf(error: unknown, step: "password" | "code", now: number): SignInProblem {
  if (!(error instanceof RefusedError)) return { kind: "other", message: String(error) };
  const { retryAfterMs } = error.details;
  // Too many tries from here say nothing about this password; a wait after a wrong one does.
  if (retryAfterMs)
    return { kind: error.code === "RATE_LIMITED" ? "limited" : "delayed", until: now + retryAfterMs };
  if (error.reason === "TOTP_REQUIRED") return { kind: "codeNeeded" };
  if (error.code === "UNAUTHENTICATED") return { kind: step === "code" ? "codeWrong" : "refused" };
  if (error.reason === "NETWORK" || error.code === "UNAVAILABLE") return { kind: "unavailable" };
  return { kind: "other", message: error.message };
}
