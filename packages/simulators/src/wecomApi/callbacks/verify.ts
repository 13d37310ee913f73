import { randomInt } from "node:crypto";
import { request } from "undici";
import type { Corp } from "../corp.ts";
import type { CallbackSettings } from "../world/entities.ts";
import { encrypt } from "./cipher.ts";
import { signedAddress } from "./sender.ts";

const answerWithinMs = 5_000;

/**
 * What the console does when an administrator saves a callback address: an encrypted text is sent, its plain text must
 * come back and nothing else (WeCom path/90930). Why it was not accepted, or undefined.
 */
export async function verifyAddress(corp: Corp, settings: CallbackSettings): Promise<string | undefined> {
  const plain = String(randomInt(1_000_000_000, 9_999_999_999)) + String(randomInt(100_000_000, 999_999_999));
  const encrypted = encrypt(settings.aesKey, corp.corpId, plain);
  try {
    const { statusCode, body } = await request(signedAddress(settings.url, settings.token, encrypted, true), {
      headersTimeout: answerWithinMs,
      bodyTimeout: answerWithinMs,
    });
    const text = await body.text();
    if (statusCode !== 200) return `status ${statusCode}`;
    return text === plain ? undefined : "the answer is not the plain text";
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}
