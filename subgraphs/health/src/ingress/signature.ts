import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** What a request of a device says of itself, in its headers. */
export interface RequestMark {
  deviceId: string;
  /** Unix time in seconds, as it was sent. */
  timestamp: string;
  nonce: string;
  /** 64 hexadecimal digits. */
  signature: string;
}

type Headers = Readonly<Record<string, string | undefined>>;

const timestampForm = /^\d{1,11}$/;
const nonceForm = /^[\w-]{8,64}$/;
const signatureForm = /^v1=([0-9a-f]{64})$/i;

/** Null where a header is missing or not what it has to be. */
export function readMark(headers: Headers): RequestMark | null {
  const deviceId = headers["x-device-id"] ?? "";
  const timestamp = headers["x-timestamp"] ?? "";
  const nonce = headers["x-nonce"] ?? "";
  const signature = signatureForm.exec(headers["x-signature"] ?? "")?.[1];
  if (signature === undefined || !timestampForm.test(timestamp) || !nonceForm.test(nonce)) return null;
  return { deviceId, timestamp, nonce, signature };
}

/** Hex HMAC-SHA256 over `<timestamp>.<nonce>.<hex SHA-256 of the body>`, keyed with the key's UTF-8 bytes. */
export function signatureOf(
  key: string,
  { timestamp, nonce }: Pick<RequestMark, "timestamp" | "nonce">,
  body: Buffer | string,
): string {
  const digest = createHash("sha256").update(body).digest("hex");
  return createHmac("sha256", key).update(`${timestamp}.${nonce}.${digest}`).digest("hex");
}

/** Whether one of the keys made the signature. Takes as long whichever it is, or none. */
export function isSigned(keys: readonly string[], mark: RequestMark, body: Buffer): boolean {
  const given = Buffer.from(mark.signature, "hex");
  const digest = createHash("sha256").update(body).digest("hex");
  let isOne = false;
  for (const key of keys) {
    const right = createHmac("sha256", key).update(`${mark.timestamp}.${mark.nonce}.${digest}`).digest();
    isOne = timingSafeEqual(right, given) || isOne;
  }
  return isOne;
}
