import type { ErrorCode } from "./errors.ts";

/** What became of a request: "refused" is what callers did wrong or may not do, "failed" what we owed them. */
export type Outcome = "ok" | "refused" | "failed";

const callersOwn: readonly ErrorCode[] = [
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "NOT_FOUND",
  "INVALID_INPUT",
  "CONFLICT",
  "INVALID_TRANSITION",
  "QUOTA_EXCEEDED",
  "RATE_LIMITED",
  "IDEMPOTENCY_CONFLICT",
  "RESUME_GAP",
  "PERSISTED_QUERY_NOT_FOUND",
];

/** One failure is enough for a failed answer; what has a code that we do not know is none of the caller's doing. */
export function outcomeOf(errors: readonly { extensions?: object }[] | undefined): Outcome {
  if (!errors || errors.length === 0) return "ok";
  return errors.every(isCallersOwn) ? "refused" : "failed";
}

function isCallersOwn({ extensions }: { extensions?: object }): boolean {
  const code = extensions && "code" in extensions ? extensions.code : undefined;
  return callersOwn.some((known) => known === code);
}
