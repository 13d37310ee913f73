import { AppError } from "@wegraph/kit/errors";

/** What a caller shows to say who it is, and from where. */
export interface Credential {
  /** HEADERS: nothing this gateway checks; `token` holds what it hands on. */
  readonly kind: "ACCESS_TOKEN" | "API_KEY" | "HEADERS";
  readonly token: string;
  readonly address: string;
  readonly userAgent: string | null;
}

export interface Origin {
  address: string;
  userAgent: string | null;
}

/** What came with a request or a connection: the headers, or the payload of connection_init. */
export type Shown = Readonly<Record<string, unknown>>;

/**
 * Finds the credential in what a caller shows; null when there is none.
 *
 * @throws AppError UNAUTHENTICATED for something that is there but cannot be a credential: never silently anonymous.
 */
export type ReadCredential = (shown: Shown, origin: Origin) => Credential | null;

const tokenBytesMax = 4_096;
const bearer = /^Bearer +([\x21-\x7e]+) *$/i;
const apiKeyPrefix = "wg_";

/** `authorization: Bearer …` */
export const readBearer: ReadCredential = ({ authorization }, { address, userAgent }) => {
  if (typeof authorization !== "string") return null;
  const [, token] = authorization.length <= tokenBytesMax ? (bearer.exec(authorization) ?? []) : [];
  if (token === undefined) throw credentialRefused;
  return { kind: token.startsWith(apiKeyPrefix) ? "API_KEY" : "ACCESS_TOKEN", token, address, userAgent };
};

/** One answer for every way a credential can be wrong, so that it tells nothing about which. */
export const credentialRefused = new AppError(
  "UNAUTHENTICATED",
  "CREDENTIAL_REFUSED",
  "The credential is not valid, or no longer.",
);
