import { expect, test } from "vitest";
import { RefusedError } from "../../session/authApi.ts";
import { problemOf } from "./signInProblem.ts";

const refused = (code: string, reason: string, retryAfterMs?: number) =>
  new RefusedError("No.", code, reason, { retryAfterMs });

test.each([
  [refused("UNAUTHENTICATED", "TOTP_REQUIRED"), "password", { kind: "codeNeeded" }],
  [refused("UNAUTHENTICATED", "SIGN_IN_REFUSED"), "password", { kind: "refused" }],
  [refused("UNAUTHENTICATED", "SIGN_IN_REFUSED"), "code", { kind: "codeWrong" }],
  [refused("UNAUTHENTICATED", "SIGN_IN_REFUSED", 4_000), "password", { kind: "delayed", until: 5_000 }],
  [refused("RATE_LIMITED", "TOO_MANY_TRIES", 9_000), "password", { kind: "limited", until: 10_000 }],
  [refused("UNAVAILABLE", "NETWORK"), "password", { kind: "unavailable" }],
  [refused("UNAVAILABLE", "SIGN_IN_BUSY"), "password", { kind: "unavailable" }],
  [refused("INTERNAL", "UNEXPECTED"), "password", { kind: "other", message: "No." }],
] as const)("%s at the step %s means %o", (error, step, problem) => {
  expect(problemOf(error, step, 1_000)).toEqual(problem);
});
