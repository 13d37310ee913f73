import { GraphQLError } from "graphql";
import type { GraphQLFormattedError } from "graphql";
import type { Logger } from "pino";
import { AppError } from "./errors.ts";

/** The AppError behind whatever graphql-js wrapped it in, if it is one. */
function appErrorOf(thrown: unknown): AppError | undefined {
  for (let cause = thrown, depth = 0; depth < 5; depth += 1) {
    if (cause instanceof AppError) return cause;
    if (!(cause instanceof GraphQLError)) return undefined;
    cause = cause.originalError;
  }
  return undefined;
}

/** Prisma's codes for a database that is away or has no room right now; what it was asked did not happen, or was undone. */
const databaseAway = new Set<unknown>(["P1001", "P1002", "P1008", "P1017", "P2024", "P2028"]);

/**
 * The one place where a thrown value becomes what a caller sees. A refusal is told in full; a malformed
 * request (a GraphQLError of graphql-js itself) explains itself; a database that is away is UNAVAILABLE; anything else is
 * a bug. The last two are logged once with their cause under the correlation id, and sent without a word of it.
 */
export function presentError(
  error: GraphQLError,
  { correlationId, log }: { correlationId: string; log: Logger },
): GraphQLFormattedError {
  const { message, path, locations } = error;
  const where = { ...(locations && { locations }), ...(path && { path }) };
  const refusal = appErrorOf(error);
  if (refusal) {
    const { code, reason, details } = refusal;
    if (refusal.cause !== undefined)
      log.warn({ err: refusal.cause, code, reason, correlationId }, "request refused");
    return { message: refusal.message, ...where, extensions: { ...details, code, reason, correlationId } };
  }
  if (!error.originalError || isCoercionError(error)) {
    if (typeof error.extensions["code"] === "string") return { ...error.toJSON() };
    return {
      message,
      ...where,
      extensions: { code: "INVALID_INPUT", reason: "REQUEST_MALFORMED", correlationId },
    };
  }
  if (databaseAway.has((error.originalError as { code?: unknown }).code)) {
    log.error({ err: error.originalError, path, correlationId }, "the database cannot be used");
    const extensions = { code: "UNAVAILABLE", reason: "DATABASE_UNAVAILABLE", correlationId };
    return { message: "The database is not available right now. Try again.", ...where, extensions };
  }
  log.error({ err: error.originalError, path, correlationId }, "unexpected error");
  return {
    message: "Something went wrong. Give the correlation id to support.",
    ...where,
    extensions: { code: "INTERNAL", reason: "UNEXPECTED", correlationId },
  };
}

/** Scalars report a value they refuse as a GraphQLError of their own, which graphql-js wraps once more. */
function isCoercionError(error: GraphQLError): boolean {
  return (
    error.originalError instanceof GraphQLError &&
    !error.originalError.originalError &&
    error.path === undefined
  );
}
