import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** A request as its signature sees it. */
export interface SignedRequest {
  method: string;
  /** As it came: path and query. */
  url: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
}

/**
 * Why a signature (AWS Signature Version 4, in the Authorization header) is not accepted, or null if it is. Computed from
 * what came, so that a client that signs something else than it sends is found out.
 */
export function signatureFault(
  request: SignedRequest,
  { accessKeyId, secretAccessKey }: Credentials,
): string | null {
  const authorization = headerOf(request, "authorization");
  const [, id, date, region, service, names, given] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      authorization,
    ) ?? [];
  if (!id || !date || !region || !service || !names || !given) return "AccessDenied";
  if (id !== accessKeyId) return "InvalidAccessKeyId";
  const signed = names.split(";");
  if (!signed.includes("host") || !signed.includes("x-amz-content-sha256")) return "AccessDenied";
  const moment = headerOf(request, "x-amz-date");
  if (!moment.startsWith(date)) return "AccessDenied";
  const text = [
    "AWS4-HMAC-SHA256",
    moment,
    `${date}/${region}/${service}/aws4_request`,
    sha256(canonical(request, signed)),
  ];
  const key = [date, region, service, "aws4_request"].reduce<string | Buffer>(
    (secret, part) => createHmac("sha256", secret).update(part).digest(),
    `AWS4${secretAccessKey}`,
  );
  const right = createHmac("sha256", key).update(text.join("\n")).digest();
  return timingSafeEqual(right, Buffer.from(given, "hex")) ? null : "SignatureDoesNotMatch";
}

export function sha256(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

function canonical(request: SignedRequest, signed: readonly string[]): string {
  const [path = "", search = ""] = request.url.split("?");
  const query = search
    .split("&")
    .filter(Boolean)
    .map((pair) => {
      const [name = "", value = ""] = pair
        .split("=")
        .map((part) => decodeURIComponent(part.replaceAll("+", " ")));
      return `${encoded(name)}=${encoded(value)}`;
    })
    .toSorted();
  return [
    request.method,
    decodeURIComponent(path).split("/").map(encoded).join("/"),
    query.join("&"),
    ...signed.map((name) => `${name}:${headerOf(request, name).trim().replaceAll(/ +/g, " ")}`),
    "",
    signed.join(";"),
    headerOf(request, "x-amz-content-sha256"),
  ].join("\n");
}

/** RFC 3986: everything but the unreserved characters. */
function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function headerOf({ headers }: SignedRequest, name: string): string {
  const value = headers[name];
  return Array.isArray(value) ? value.join(",") : (value ?? "");
}
