import { AppError, invalidInput } from "@wegraph/kit/errors";
import type { InputIssue } from "@wegraph/kit/errors";
import type { OperationRequest } from "../entrance.ts";

/**
 * The operation in a POST's body.
 *
 * @throws AppError CONTENT_TYPE_REFUSED (415): a form's content type, which any page may send unasked, is never read;
 *   BATCH_REFUSED (400) for an array of operations; REQUEST_MALFORMED (400) for a body that is none.
 */
export function requestInBody(contentType: string | undefined, body: Buffer): OperationRequest {
  const given = jsonInBody(contentType, body);
  if (Array.isArray(given)) throw batchRefused;
  return checked(given);
}

/**
 * The operation in a POST's body, or all of a batch's. Of a batch that is too large nothing but its length is looked at.
 *
 * @throws AppError as `requestInBody` does; BATCH_TOO_LARGE (400), with both numbers; BATCH_REFUSED where `batchMax` is 0.
 */
export function requestsInBody(
  contentType: string | undefined,
  body: Buffer,
  batchMax: number,
): OperationRequest | readonly OperationRequest[] {
  const given = jsonInBody(contentType, body);
  if (!Array.isArray(given)) return checked(given);
  if (batchMax === 0) throw batchRefused;
  if (given.length > batchMax) throw batchTooLarge(given.length, batchMax);
  if (given.length === 0) throw malformed("A batch has at least one operation.");
  return given.map((each: unknown, index) => checked(each, [index]));
}

function jsonInBody(contentType: string | undefined, body: Buffer): unknown {
  if (contentType !== "application/json" && !jsonInUtf8.test(contentType ?? ""))
    throw new AppError(
      "INVALID_INPUT",
      "CONTENT_TYPE_REFUSED",
      "The body has to be application/json, in UTF-8.",
    );
  if (body.length === 0) throw malformed("There is no body.");
  return parsed(body.toString("utf8"), "The body is not JSON.");
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
  "Batches are not taken here: send each operation in a request of its own.",
);

function batchTooLarge(operations: number, operationsMax: number): AppError {
  const message = `The batch has ${operations} operations: at most ${operationsMax} are accepted.`;
  return new AppError("INVALID_INPUT", "BATCH_TOO_LARGE", message, { operations, operationsMax });
}

const jsonInUtf8 = /^\s*application\/json\s*(;\s*charset\s*=\s*"?utf-?8"?\s*)?$/i;

function parsed(text: string, message: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed(message);
  }
}

function checked(given: unknown, path: InputIssue["path"] = []): OperationRequest {
  if (!isMap(given)) throw malformed("A request is one JSON object.", path);
  const { query, operationName, variables, extensions } = given;
  if (!isNullOr(query, isText)) throw malformed("has to be a string.", [...path, "query"]);
  if (!isNullOr(operationName, isText)) throw malformed("has to be a string.", [...path, "operationName"]);
  if (!isNullOr(variables, isMap)) throw malformed("has to be a JSON object.", [...path, "variables"]);
  if (!isNullOr(extensions, isMap)) throw malformed("has to be a JSON object.", [...path, "extensions"]);
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

function malformed(message: string, path: InputIssue["path"] = []): AppError {
  return invalidInput([{ path, message }], "REQUEST_MALFORMED");
}
