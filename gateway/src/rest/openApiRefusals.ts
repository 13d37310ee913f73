import { errorCodes } from "@wegraph/kit/errors";

const headerTexts = {
  "ratelimit-limit": "Requests a minute under the tightest limit this came under.",
  "ratelimit-remaining": "How many of them are left.",
  "ratelimit-reset": "Seconds until there are more.",
};

/** The limits every answer tells of, as components. */
export const rateHeaders = Object.fromEntries(
  Object.entries(headerTexts).map(([name, description]) => [
    name,
    { description, schema: { type: "integer", minimum: 0 } },
  ]),
);

const texts: Readonly<Record<string, string>> = {
  400: "INVALID_INPUT: `issues` says what is wrong, and where.",
  401: "UNAUTHENTICATED: no credential, or one that is no longer good.",
  403: "FORBIDDEN: your rights do not reach this.",
  404: "NOT_FOUND: not there, or not for you to know of.",
  405: "INVALID_INPUT: the path knows other methods (`allow`).",
  409: "CONFLICT, INVALID_TRANSITION or IDEMPOTENCY_CONFLICT: not in the state it is in.",
  413: "INVALID_INPUT: the body is too large.",
  415: "INVALID_INPUT: the body is not application/json.",
  429: "RATE_LIMITED or QUOTA_EXCEEDED: again after `retry-after` seconds.",
  500: "INTERNAL: our fault; `correlationId` is what support asks for.",
  502: "UPSTREAM_FAILED: an outside system did not do its part.",
  503: "UNAVAILABLE: again in a moment.",
  504: "TIMEOUT: it took too long.",
};

/** Every way to be refused, as components by status. */
export const refusals = Object.fromEntries(
  Object.entries(texts).map(([status, description]) => [
    status,
    {
      description,
      ...(status === "429" && {
        headers: { "retry-after": { description: "Seconds.", schema: { type: "integer", minimum: 0 } } },
      }),
      content: { "application/json": { schema: { $ref: "#/components/schemas/Refusal" } } },
    },
  ]),
);

const issue = {
  type: "object",
  properties: {
    path: {
      type: "array",
      items: { type: ["string", "integer"] },
      description: "The parameter or property, and places below it.",
    },
    message: { type: "string" },
  },
  required: ["path", "message"],
};

const error = {
  type: "object",
  properties: {
    message: { type: "string" },
    extensions: {
      type: "object",
      properties: {
        code: {
          type: "string",
          enum: errorCodes,
          description: "What you can do about it: docs/api/errors.md.",
        },
        reason: { type: "string", description: "What exactly it was." },
        correlationId: { type: "string", description: "The request, as the logs know it." },
        issues: { type: "array", items: issue, description: "With INVALID_INPUT." },
        retryAfterMs: { type: "integer", description: "With RATE_LIMITED: how long to wait." },
      },
      required: ["code", "reason", "correlationId"],
    },
  },
  required: ["message", "extensions"],
};

const list = { type: "array", items: { $ref: "#/components/schemas/Error" }, minItems: 1 };

export const refusalSchemas = {
  Error: error,
  Refusal: { type: "object", properties: { errors: list }, required: ["errors"] },
  PartialErrors: {
    ...list,
    description: "Only where some of the properties could not be had; they are null.",
  },
};
