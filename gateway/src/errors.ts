import { GraphQLError } from "graphql";
import type { GraphQLErrorOptions } from "graphql";
import { invalidInput } from "@wegraph/kit/errors";
import type { AppError, ErrorCode, InputIssue } from "@wegraph/kit/errors";

/** A request that is answered without being executed: every error is already fit for the caller. */
export class RequestRefused extends Error {
  override readonly name = "RequestRefused";

  constructor(readonly errors: readonly GraphQLError[]) {
    super(errors[0]?.message ?? "Refused.");
  }
}

/** An AppError in the form GraphQL answers carry it. */
export function graphqlErrorOf(refusal: AppError, options: GraphQLErrorOptions = {}): GraphQLError {
  const { message, code, reason, details } = refusal;
  return new GraphQLError(message, { ...options, extensions: { ...details, code, reason } });
}

export function refused(refusal: AppError, options?: GraphQLErrorOptions): RequestRefused {
  return new RequestRefused([graphqlErrorOf(refusal, options)]);
}

export function refusedInput(issue: InputIssue, reason: Uppercase<string>): RequestRefused {
  return refused(invalidInput([issue], reason));
}

const statuses: Readonly<Partial<Record<string, number>>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  INVALID_TRANSITION: 409,
  IDEMPOTENCY_CONFLICT: 409,
  QUOTA_EXCEEDED: 429,
  RATE_LIMITED: 429,
  UPSTREAM_FAILED: 502,
  UNAVAILABLE: 503,
  TIMEOUT: 504,
  INTERNAL: 500,
} satisfies Partial<Record<ErrorCode, number>>;

/** The HTTP status of an answer that is nothing but this refusal. */
export function statusOf(code: unknown): number {
  return (typeof code === "string" ? statuses[code] : undefined) ?? 400;
}
