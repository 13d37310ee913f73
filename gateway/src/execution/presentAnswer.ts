import { GraphQLError } from "graphql";
import type { GraphQLFormattedError } from "graphql";
import { errorCodes } from "@wegraph/kit/errors";
import type { Logger } from "@wegraph/kit/log";
import type { GatewaySettings } from "../settings.ts";
import type { RawAnswer } from "./executor.ts";

/** What goes to the caller. */
export interface Answer {
  data?: Record<string, unknown> | null;
  errors?: readonly GraphQLFormattedError[];
  extensions?: Record<string, unknown>;
}

export interface Circumstances {
  correlationId: string;
  log: Logger;
  subgraphErrors: GatewaySettings["subgraphErrors"];
}

const ours: ReadonlySet<unknown> = new Set(errorCodes);
/** What the executor and subgraphs' servers add, of use to nobody outside. */
const internal = ["serviceName", "stacktrace", "exception"];

/** Makes an execution's result fit for the caller: known refusals in full, everything else masked and logged once. */
export function presentAnswer(raw: RawAnswer, circumstances: Circumstances): Answer {
  const cursor = raw.extensions?.["cursor"];
  const data = raw.data ?? null;
  const errors = raw.errors?.map((error) => presentOne(error, circumstances)) ?? [];
  const answer: Answer = errors.length > 0 ? { errors, data } : { data };
  if (cursor !== undefined) answer.extensions = { cursor };
  return answer;
}

export function presentOne(
  error: Error | GraphQLFormattedError,
  { correlationId, log, subgraphErrors }: Circumstances,
): GraphQLFormattedError {
  const { message, path, locations, extensions } = readable(error);
  const where = { ...(locations && { locations }), ...(path && { path }) };
  const isSubgraphs = !(error instanceof Error);
  if (ours.has(extensions["code"]) || (isSubgraphs && subgraphErrors === "PASSED_ON")) {
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
