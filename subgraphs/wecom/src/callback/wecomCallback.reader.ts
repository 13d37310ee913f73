import { createHash } from "node:crypto";
import { callbackSignature, isSignatureOf, WecomCipher } from "./wecomCipher.ts";
import type { WecomEvent } from "./wecomEvent.ts";
import { readEvent } from "./wecomEvent.reader.ts";
import { readFields } from "./wecomFields.ts";
import type { XmlFields } from "./wecomXml.ts";

/** What the corp's administrator has set in WeCom for one application's callbacks. */
export interface CallbackKeys {
  readonly token: string;
  readonly encodingAesKey: string;
  /** The corp id, or the suite id of a third party's application. */
  readonly receiveId: string;
}

/**
 * `signature` and `timestamp` deserve a 401, `too_large` a 413, the others a 400. Only who holds the token gets past
 * the first two, so the others tell no stranger anything.
 */
export type WecomCallbackRefusal =
  | "signature"
  | "timestamp"
  | "undecryptable"
  | "receive_id"
  | "malformed"
  | "too_large";

export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: WecomCallbackRefusal };

export interface WecomCallback {
  /** The same for every delivery of one callback, and for no other of the same corp and application. */
  readonly dedupKey: string;
  readonly event: WecomEvent;
  /** All fields as WeCom wrote them; may hold personal data and message texts. */
  readonly fields: XmlFields;
  /** The decrypted body, to be stored as it came. */
  readonly body: string;
}

export const wecomBodyMaxBytes = 256 * 1024;
const toleranceSeconds = 300;

/**
 * The URL check: what to answer `GET …?msg_signature&timestamp&nonce&echostr` with, bare, within a second (WeCom path/90930).
 *
 * @param query already URL-decoded, with the plus signs of the base64 still in it.
 */
export function readUrlCheck(query: URLSearchParams, keys: CallbackKeys, now: Date): Reading<string> {
  // A plus that came unescaped has become a space; base64 has no spaces.
  const echo = (query.get("echostr") ?? "").replaceAll(" ", "+");
  return open(query, echo, keys, now);
}

/**
 * One callback: verified, then decrypted, then read. Before the signature holds, nothing of the body is looked at but
 * the text of its one `Encrypt`. What is verified but not understood is an event of kind `unknown`, never a refusal.
 */
export function readWecomCallback(
  query: URLSearchParams,
  rawBody: Uint8Array,
  keys: CallbackKeys,
  now: Date,
): Reading<WecomCallback> {
  if (rawBody.byteLength > wecomBodyMaxBytes) return refuse("too_large");
  const encrypted = encryptedTextOf(rawBody);
  if (encrypted === undefined) return refuse("signature");
  const opened = open(query, encrypted, keys, now);
  if (!opened.ok) return opened;
  const fields = readFields(opened.value);
  if (!fields) return refuse("malformed");
  return {
    ok: true,
    value: {
      dedupKey: dedupKeyOf(fields, opened.value),
      event: readEvent(fields),
      fields,
      body: opened.value,
    },
  };
}

/**
 * MsgId where there is one. Events have none, and several real ones may share sender, second and type (WeCom announces
 * a new tag group and its tags so), so for them only the whole body tells one from another.
 */
function dedupKeyOf(fields: XmlFields, body: string): string {
  const { MsgId: id } = fields;
  if (typeof id === "string" && /^[\w-]{1,128}$/.test(id)) return `msg:${id}`;
  return `sha256:${createHash("sha256").update(body).digest("hex")}`;
}

function open(query: URLSearchParams, encrypted: string, keys: CallbackKeys, now: Date): Reading<string> {
  const signature = query.get("msg_signature") ?? "";
  const timestamp = query.get("timestamp") ?? "";
  const nonce = query.get("nonce") ?? "";
  const expected = callbackSignature(keys.token, timestamp, nonce, encrypted);
  if (!keys.token || !nonce || !isSignatureOf(signature, expected)) return refuse("signature");
  // After the signature, so that only who holds the token learns what our clock says.
  const isTime = /^\d{1,12}$/.test(timestamp);
  if (!isTime || Math.abs(now.getTime() / 1000 - Number(timestamp)) > toleranceSeconds)
    return refuse("timestamp");
  const decrypted = new WecomCipher(keys.encodingAesKey, keys.receiveId).decrypt(encrypted);
  return decrypted.ok ? { ok: true, value: decrypted.message } : refuse(decrypted.problem);
}

const inXml = /<Encrypt>\s*(?:<!\[CDATA\[([A-Za-z0-9+/=]+)\]\]>|([A-Za-z0-9+/=]+))\s*<\/Encrypt>/g;
const inJson = /"encrypt"\s*:\s*"((?:[A-Za-z0-9+/=]|\\\/)+)"/g;

/** Two would leave open which one is meant. Robots may post JSON (WeCom path/99399). */
export function encryptedTextOf(rawBody: Uint8Array): string | undefined {
  const text = Buffer.from(rawBody).toString("utf8");
  const isJson = text.startsWith("{");
  if (!isJson && !text.startsWith("<xml")) return undefined;
  const [found, second] = [...text.matchAll(isJson ? inJson : inXml)];
  if (!found || second) return undefined;
  return (found[1] ?? found[2] ?? "").replaceAll("\\/", "/");
}

function refuse(refusal: WecomCallbackRefusal): { ok: false; refusal: WecomCallbackRefusal } {
  return { ok: false, refusal };
}
