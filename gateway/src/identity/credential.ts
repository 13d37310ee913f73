import { AppError } from "@wegraph/kit/errors";

/** What a caller shows to say who it is, and from where. */
export interface Credential {
  readonly kind: "ACCESS_TOKEN" | "API_KEY";
  readonly token: string;
  readonly address: string;
  readonly userAgent: string | null;
}

export interface Origin {
  address: string;
  userAgent: string | null;
}

const tokenBytesMax = 4_096;
const bearer = /^Bearer +([\x21-\x7e]+) *$/i;
const apiKeyPrefix = "wg_";

/** @throws AppError UNAUTHENTICATED for a header that is there but cannot be a credential: never silently anonymous. */
export function credentialOf(
  authorization: string | undefined,
  { address, userAgent }: Origin,
): Credential | null {
  if (authorization === undefined) return null;
  const [, token] = authorization.length <= tokenBytesMax ? (bearer.exec(authorization) ?? []) : [];
  if (token === undefined) throw credentialRefused;
  return { kind: token.startsWith(apiKeyPrefix) ? "API_KEY" : "ACCESS_TOKEN", token, address, userAgent };
}

/** One answer for every way a credential can be wrong, so that it tells nothing about which. */
export const credentialRefused = new AppError(
  "UNAUTHENTICATED",
  "CREDENTIAL_REFUSED",
  "The credential is not valid, or no longer.",
);
