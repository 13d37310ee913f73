import { pino } from "pino";
import type { Logger } from "pino";

export type { Logger } from "pino";

/** Names of fields that may hold a secret or personal data wherever they appear in a logged object. */
const secretFields = [
  "password",
  "newPassword",
  "currentPassword",
  "initialPassword",
  "secret",
  "token",
  "accessToken",
  "refreshToken",
  "authorization",
  "cookie",
  "totpCode",
  "code",
  "email",
  "phone",
];

/**
 * JSON logs on stdout. A message is a constant sentence; facts are fields. Redaction is the last line of
 * defence (depth two), not a licence to log whole rows.
 */
export function createLogger(name: string, level: string): Logger {
  const paths = secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);
  return pino({ name, level, redact: { paths, censor: "[redacted]" } });
}
