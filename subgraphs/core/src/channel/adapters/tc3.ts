import { createHmac } from "node:crypto";
import { sha256 } from "./acs3.ts";

export interface Tc3Request {
  service: string;
  host: string;
  contentType: string;
  /** Signed where given. */
  action?: string;
  body: string;
  timestampSeconds: number;
}

export interface Tc3Signature {
  credentialScope: string;
  signedHeaders: string;
  hashedCanonicalRequest: string;
  signature: string;
}

/** Tencent Cloud's TC3-HMAC-SHA256 of a POST to "/". */
export function tc3Signature(
  { service, host, contentType, action, body, timestampSeconds }: Tc3Request,
  secretKey: string,
): Tc3Signature {
  const signedHeaders = action === undefined ? "content-type;host" : "content-type;host;x-tc-action";
  const hashedCanonicalRequest = sha256(
    [
      "POST",
      "/",
      "",
      `content-type:${contentType}`,
      `host:${host}`,
      ...(action === undefined ? [] : [`x-tc-action:${action.toLowerCase()}`]),
      "",
      signedHeaders,
      sha256(body),
    ].join("\n"),
  );
  // The day of the timestamp in UTC, whatever the clock on the wall says.
  const date = new Date(timestampSeconds * 1_000).toISOString().slice(0, 10);
  const credentialScope = `${date}/${service}/tc3_request`;
  const key = ["tc3_request", service, date].reduceRight(
    (from: Buffer | string, part) => createHmac("sha256", from).update(part).digest(),
    `TC3${secretKey}`,
  );
  const signature = createHmac("sha256", key)
    .update(`TC3-HMAC-SHA256\n${timestampSeconds}\n${credentialScope}\n${hashedCanonicalRequest}`)
    .digest("hex");
  return { credentialScope, signedHeaders, hashedCanonicalRequest, signature };
}
