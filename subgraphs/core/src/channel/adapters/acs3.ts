import { createHash, createHmac } from "node:crypto";

export interface Acs3Request {
  method: string;
  /** Of the endpoint: "/". */
  path: string;
  query: Readonly<Record<string, string>>;
  /** host and all x-acs-*, in lower case. */
  headers: Readonly<Record<string, string>>;
}

export interface Acs3Signature {
  canonicalQuery: string;
  hashedCanonicalRequest: string;
  signature: string;
  signedHeaders: string;
}

/** Aliyun's signature V3, ACS3-HMAC-SHA256. The body's hash is the header x-acs-content-sha256. */
export function acs3Signature({ method, path, query, headers }: Acs3Request, secret: string): Acs3Signature {
  const names = Object.keys(headers).toSorted();
  const signedHeaders = names.join(";");
  const canonicalQuery = queryOf(query);
  const canonical = [
    method,
    path,
    canonicalQuery,
    ...names.map((name) => `${name}:${(headers[name] ?? "").trim()}`),
    "",
    signedHeaders,
    headers["x-acs-content-sha256"] ?? "",
  ].join("\n");
  const hashedCanonicalRequest = sha256(canonical);
  const signature = createHmac("sha256", secret)
    .update(`ACS3-HMAC-SHA256\n${hashedCanonicalRequest}`)
    .digest("hex");
  return { canonicalQuery, hashedCanonicalRequest, signature, signedHeaders };
}

export function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

function queryOf(query: Readonly<Record<string, string>>): string {
  return Object.keys(query)
    .toSorted()
    .map((name) => `${rfc3986(name)}=${rfc3986(query[name] ?? "")}`)
    .join("&");
}

/** `encodeURIComponent` leaves five characters alone that RFC 3986 reserves. */
function rfc3986(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
