import { GraphQLError } from "graphql";
import type { GraphQLFormattedError } from "graphql";
import { errorCodes } from "@wegraph/kit/errors";
import type { Logger } from "@wegraph/kit/log";
import type { RawAnswer } from "./executor.ts";

/** What goes to the caller. */
export interface Answer {
  data?: Record<string, unknown> | null;
  errors?: readonly GraphQLFormattedError[];
  extensions?: Record<string, unknown>;
}

interface Circumstances {
  correlationId: string;
  log: Logger;
}

const ours: ReadonlySet<unknown> = new Set(errorCodes);
/** What Apollo's executor and Apollo Server add, of use to nobody outside. */
const internal = ["serviceName", "stacktrace", "exception"];

/** Makes an execution's result fit for the caller: known refusals in full, everything else masked and logged once. */
export function presentAnswer(raw: RawAnswer, circumstances: Circumstances): Answer {
  const cursor = raw.extensions?.["cursor"];
  const unfilled = unfilledOf(raw);
  const errors = [...(raw.errors ?? []), ...unfilled].map((error) => presentOne(error, circumstances));
  return {
    ...(errors.length > 0 && { errors }),
    data: raw.data ?? null,
    ...(cursor !== undefined && { extensions: { cursor } }),
  };
}

export function presentOne(
  error: Error | GraphQLFormattedError,
  { correlationId, log }: Circumstances,
): GraphQLFormattedError {
  const { message, path, locations, extensions } = readable(error);
  const where = { ...(locations && { locations }), ...(path && { path: upToList(path) }) };
  if (ours.has(extensions["code"])) {
    const shown = { correlationId, ...extensions };
    for (const name of internal) delete (shown as Record<string, unknown>)[name];
    return { message, ...where, extensions: shown };
  }
  log.error({ err: error, subgraph: extensions["serviceName"], path, correlationId }, "unexpected error");
  return {
    message: "Something went wrong. Give the correlation id to support.",
    ...where,
    extensions: { code: "INTERNAL", reason: "UNEXPECTED", correlationId },
  };
}

function readable(
  error: Error | GraphQLFormattedError,
): GraphQLFormattedError & { extensions: Record<string, unknown> } {
  const formatted: GraphQLFormattedError = error instanceof GraphQLError ? error.toJSON() : error;
  return { ...formatted, message: formatted.message, extensions: formatted.extensions ?? {} };
}

/** Apollo's executor writes "@" for «some item of this list», which no client could follow. */
function upToList(path: readonly (string | number)[]): readonly (string | number)[] {
  const list = path.indexOf("@");
  return list === -1 ? path : path.slice(0, list);
}

/**
 * A null in a non-null place that no subgraph reported: a reference whose entity its owner no longer has. Apollo
 * tells of it in an extension only; to a client it is an error like any other.
 */
function unfilledOf({ errors, extensions }: RawAnswer): GraphQLFormattedError[] {
  const found = extensions?.["valueCompletion"];
  if (!Array.isArray(found) || (errors && errors.length > 0)) return [];
  return found.map((each: unknown) => ({
    message: "What is referred to here is not there.",
    ...(each instanceof GraphQLError && each.path && { path: each.path }),
    extensions: { code: "NOT_FOUND", reason: "REFERENCE_NOT_FOUND" },
  }));
}
