import { AppError, invalidInput } from "@wegraph/kit/errors";
import type { OperationRequest } from "../entrance.ts";

/**
 * The operation in a POST's body.
 *
 * @throws AppError CONTENT_TYPE_REFUSED (415): a form's content type, which any page may send unasked, is never read;
 *   BATCH_REFUSED (400) for an array of operations; REQUEST_MALFORMED (400) for a body that is none.
 */
export function requestInBody(contentType: string | undefined, body: Buffer): OperationRequest {
  if (contentType !== "application/json" && !jsonInUtf8.test(contentType ?? ""))
    throw new AppError(
      "INVALID_INPUT",
      "CONTENT_TYPE_REFUSED",
      "The body has to be application/json, in UTF-8.",
    );
  if (body.length === 0) throw malformed("There is no body.");
  return checked(parsed(body.toString("utf8"), "The body is not JSON."));
}

/** The operation in a GET's URL. @throws AppError REQUEST_MALFORMED (400) */
export function requestInSearch(search: string): OperationRequest {
  const given = new URLSearchParams(search);
  const json = (name: string) => {
    const text = given.get(name);
    return text === null || text === "" ? undefined : parsed(text, `${name} in the URL is not JSON.`);
  };
  return checked({
    query: given.get("query") ?? undefined,
    operationName: given.get("operationName") ?? undefined,
    variables: json("variables"),
    extensions: json("extensions"),
  });
}

export const mutationByGet = new AppError("INVALID_INPUT", "MUTATION_BY_GET", "A mutation is sent by POST.");

const batchRefused = new AppError(
  "INVALID_INPUT",
  "BATCH_REFUSED",
  "Batches are not taken: send each operation in a request of its own.",
);
const jsonInUtf8 = /^\s*application\/json\s*(;\s*charset\s*=\s*"?utf-?8"?\s*)?$/i;

function parsed(text: string, message: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed(message);
  }
}

function checked(given: unknown): OperationRequest {
  if (Array.isArray(given)) throw batchRefused;
  if (!isMap(given)) throw malformed("A request is one JSON object.");
  const { query, operationName, variables, extensions } = given;
  if (!isNullOr(query, isText)) throw malformed("query has to be a string.");
  if (!isNullOr(operationName, isText)) throw malformed("operationName has to be a string.");
  if (!isNullOr(variables, isMap)) throw malformed("variables have to be a JSON object.");
  if (!isNullOr(extensions, isMap)) throw malformed("extensions have to be a JSON object.");
  return { query, operationName, variables, extensions };
}

function isNullOr<T>(value: unknown, is: (value: unknown) => value is T): value is T | null | undefined {
  return value === null || value === undefined || is(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function malformed(message: string): AppError {
  return invalidInput([{ path: [], message }], "REQUEST_MALFORMED");
}
