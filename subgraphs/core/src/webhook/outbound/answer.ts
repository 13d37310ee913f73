/** Why a delivery did not succeed, as far as a tenant may know: nothing of the own network is in it. */
export const webhookFailures = [
  "STATUS",
  "REDIRECT",
  "TIMEOUT",
  "ADDRESS_UNUSABLE",
  "CONNECTION_FAILED",
  "TLS_FAILED",
  "ANSWER_MALFORMED",
  "INTERRUPTED",
] as const;
export type WebhookFailure = (typeof webhookFailures)[number];

/** What came of a request. */
export interface Answer {
  /** Null: the receiver has it. */
  failure: WebhookFailure | null;
  statusCode: number | null;
  latencyMs: number;
  /** The first few kilobytes of what the receiver said, as text. */
  excerpt: string | null;
  retryAfterMs: number | null;
}

/** The failure that a status is, or null for success. */
export function failureOf(statusCode: number): WebhookFailure | null {
  if (statusCode >= 200 && statusCode < 300) return null;
  return statusCode >= 300 && statusCode < 400 ? "REDIRECT" : "STATUS";
}

/** `Retry-After` in seconds or as a date (RFC 9110, 10.2.3); null if it says neither. */
export function retryAfterMsOf(value: string | undefined, now: Date): number | null {
  if (value === undefined) return null;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value) * 1_000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}

/** Codes of Node and undici for what goes wrong on the way; whatever else it was, the connection failed. */
const failureByCode: Readonly<Record<string, WebhookFailure>> = {
  ADDRESS_UNUSABLE: "ADDRESS_UNUSABLE",
  UND_ERR_CONNECT_TIMEOUT: "TIMEOUT",
  UND_ERR_HEADERS_TIMEOUT: "TIMEOUT",
  UND_ERR_BODY_TIMEOUT: "TIMEOUT",
  ETIMEDOUT: "TIMEOUT",
  UND_ERR_HEADERS_OVERFLOW: "ANSWER_MALFORMED",
  UND_ERR_RESPONSE_STATUS_CODE: "ANSWER_MALFORMED",
};

export function failureBehind(error: unknown): WebhookFailure {
  if (!(error instanceof Error)) return "CONNECTION_FAILED";
  if (error.name === "TimeoutError" || error.name === "AbortError") return "TIMEOUT";
  if (error.name === "HTTPParserError") return "ANSWER_MALFORMED";
  const code = "code" in error ? error.code : undefined;
  if (typeof code !== "string") return "CONNECTION_FAILED";
  if (/^(?:ERR_SSL|ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO)/.test(code)) return "TLS_FAILED";
  return failureByCode[code] ?? "CONNECTION_FAILED";
}
