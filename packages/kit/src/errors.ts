/**
 * What a caller can do about a refusal. The gateway, the console and integrators branch on
 * these codes, so the list is closed and every entry is documented in docs/api/errors.md.
 */
export const errorCodes = [
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "NOT_FOUND",
  "INVALID_INPUT",
  "CONFLICT",
  "INVALID_TRANSITION",
  "QUOTA_EXCEEDED",
  "RATE_LIMITED",
  "IDEMPOTENCY_CONFLICT",
  "UPSTREAM_FAILED",
  "UNAVAILABLE",
  "TIMEOUT",
  "RESUME_GAP",
  "PERSISTED_QUERY_NOT_FOUND",
  "INTERNAL",
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** One thing that is wrong with an input: where (path from the argument down) and why. */
export interface InputIssue {
  path: readonly (string | number)[];
  message: string;
}

/**
 * A refusal that was expected and can be explained. Anything else that is thrown is a bug: it is
 * logged in full and reaches the caller only as INTERNAL. `message` and `details` are sent to the
 * caller, so neither may hold a secret, personal data or an internal cause (that goes in `cause`).
 *
 * @param reason greppable NOUN_PROBLEM, finer than `code`: "ACCOUNT_NOT_FOUND".
 */
export class AppError extends Error {
  override readonly name = "AppError";

  constructor(
    readonly code: ErrorCode,
    readonly reason: Uppercase<string>,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A thing that does not exist, or that the caller may not know of: the two are indistinguishable. */
export function notFound(thing: string, id: string): AppError {
  const reason = `${thing.toUpperCase().replaceAll(" ", "_")}_NOT_FOUND` as Uppercase<string>;
  return new AppError("NOT_FOUND", reason, `There is no ${thing} ${id}.`, { id });
}

export function invalidInput(
  issues: readonly InputIssue[],
  reason: Uppercase<string> = "INPUT_REFUSED",
): AppError {
  const first = issues[0];
  const where = first && first.path.length > 0 ? `${first.path.join(".")}: ` : "";
  return new AppError("INVALID_INPUT", reason, `${where}${first?.message ?? "Invalid input."}`, {
    issues,
  });
}
