import type { ServerResponse } from "node:http";
import type { GraphQLFormattedError } from "graphql";
import type { AppError } from "@wegraph/kit/errors";
import { statusOf } from "../errors.ts";

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string | string[]> = {},
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
}

const statusOfReason: Readonly<Record<string, number>> = {
  METHOD_NOT_ALLOWED: 405,
  MUTATION_BY_GET: 405,
  NOT_ACCEPTABLE: 406,
  BODY_TOO_SLOW: 408,
  BODY_TOO_LARGE: 413,
  CONTENT_TYPE_REFUSED: 415,
};

/** A refusal outside GraphQL execution, in the same form as one inside it. */
export function sendRefusal(
  response: ServerResponse,
  refusal: AppError,
  correlationId: string,
  status = statusOfReason[refusal.reason] ?? statusOf(refusal.code),
): void {
  sendErrors(response, status, [
    {
      message: refusal.message,
      extensions: { ...refusal.details, code: refusal.code, reason: refusal.reason, correlationId },
    },
  ]);
}

export function sendErrors(
  response: ServerResponse,
  status: number,
  errors: readonly GraphQLFormattedError[],
): void {
  const retryAfterMs = errors[0]?.extensions?.["retryAfterMs"];
  sendJson(
    response,
    status,
    { errors },
    {
      ...(status === 401 && { "www-authenticate": "Bearer" }),
      ...(typeof retryAfterMs === "number" && { "retry-after": String(Math.ceil(retryAfterMs / 1_000)) }),
    },
  );
}
