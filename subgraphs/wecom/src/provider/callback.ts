import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { Instance } from "./provider.ts";
import { instanceAnswer } from "./instance.schema.ts";

/** What happened to an instance. `instance` is how it stands after the event, with the same `seq`. */
export interface InstanceCallback {
  /** The same for every delivery of one event. */
  readonly id: string;
  readonly guid: string;
  /** Not above the last one handled for this guid: late or a duplicate, to be ignored. */
  readonly seq: number;
  readonly event: InstanceEvent;
  readonly at: Date;
  readonly instance: Instance;
}

const instanceEvents = [
  "qr_refreshed",
  "scanned",
  "verify_required",
  "online",
  "offline",
  "kicked",
  "expired",
  "qr_expired",
  "cancelled",
] as const;
export type InstanceEvent = (typeof instanceEvents)[number];

/** `signature` and `timestamp` deserve a 401, `malformed` a 400, `too_large` a 413. */
export type CallbackRefusal = "signature" | "timestamp" | "malformed" | "too_large";

export type CallbackReading =
  | { readonly ok: true; readonly callback: InstanceCallback }
  | { readonly ok: false; readonly refusal: CallbackRefusal };

export interface SignedRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The bytes as received: a body that was parsed and printed again has another signature. */
  readonly body: Uint8Array;
}

const callbackBodyMaxBytes = 64 * 1024;
const toleranceSeconds = 300;
const signaturesMax = 10;

const body = z.object({
  id: z.string().min(1).max(64),
  guid: z.string().min(1).max(64),
  seq: z.int().positive(),
  event: z.enum(instanceEvents),
  at: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
  data: instanceAnswer,
});

/**
 * Verifies (Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`) and only then parses.
 *
 * @param secrets all that are valid now: the new one and, during a rotation, the old one.
 */
export function readCallback(request: SignedRequest, secrets: readonly string[], now: Date): CallbackReading {
  if (request.body.byteLength > callbackBodyMaxBytes) return refuse("too_large");
  const id = header(request, "webhook-id");
  const timestamp = header(request, "webhook-timestamp");
  const signatures = header(request, "webhook-signature");
  if (!id || !/^\d{1,12}$/.test(timestamp) || !signatures) return refuse("signature");

  const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), request.body]);
  if (!isSigned(signed, signatures, secrets)) return refuse("signature");
  // After the signature, so that only who holds the secret learns what our clock says.
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > toleranceSeconds) return refuse("timestamp");

  return parse(id, request.body);
}

/** The text form of a callback secret, e.g. of bytes derived from a root key. 24 to 64 bytes. */
export function callbackSecret(bytes: Uint8Array): string {
  return `whsec_${Buffer.from(bytes).toString("base64")}`;
}

function isSigned(signed: Uint8Array, signatures: string, secrets: readonly string[]): boolean {
  const offered = signatures
    .split(" ", signaturesMax)
    .filter((entry) => entry.startsWith("v1,"))
    .map((entry) => Buffer.from(entry.slice(3), "base64"));
  let found = false;
  for (const secret of secrets) {
    const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
    // An empty key would make a signature anybody can compute.
    if (key.byteLength < 16) continue;
    const expected = createHmac("sha256", key).update(signed).digest();
    for (const signature of offered) {
      // No early exit: how long the check takes must not tell which secret matched.
      if (signature.byteLength === expected.byteLength && timingSafeEqual(signature, expected)) found = true;
    }
  }
  return found;
}

function parse(id: string, bytes: Uint8Array): CallbackReading {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return refuse("malformed");
  }
  const parsed = body.safeParse(json);
  if (!parsed.success) return refuse("malformed");
  const { data, ...rest } = parsed.data;
  const isConsistent = rest.id === id && data.guid === rest.guid && data.seq === rest.seq;
  if (!isConsistent) return refuse("malformed");
  return { ok: true, callback: { ...rest, instance: data } };
}

function header({ headers }: SignedRequest, name: string): string {
  const value = headers[name];
  return typeof value === "string" ? value : "";
}

function refuse(refusal: CallbackRefusal): CallbackReading {
  return { ok: false, refusal };
}
