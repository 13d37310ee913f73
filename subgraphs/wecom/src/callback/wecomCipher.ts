import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from "node:crypto";

const blockBytes = 32;
const randomLength = 16;
const lengthBytes = 4;

/** Thrown for an EncodingAESKey that is not 43 characters of base64: nothing can be read with it. */
export class AesKeyError extends Error {
  override readonly name = "AesKeyError";
}

/**
 * The cipher of WeCom's callbacks (WeCom path/90968): AES-256-CBC over
 * `random(16) | length (uint32, big-endian) | message | receive id`, padded to blocks of 32 bytes.
 */
export class WecomCipher {
  private readonly key: Buffer;
  private readonly iv: Buffer;
  private readonly receiveId: Buffer;

  /** @param receiveId the corp id for an application of the corp's own, the suite id for a third party's. */
  constructor(encodingAesKey: string, receiveId: string) {
    this.key = aesKeyOf(encodingAesKey);
    this.iv = this.key.subarray(0, 16);
    this.receiveId = Buffer.from(receiveId);
  }

  /** base64 of the ciphertext. @param random 16 bytes; given in tests only. */
  encrypt(message: string, random: Buffer = randomBytes(randomLength)): string {
    const text = Buffer.from(message);
    const length = Buffer.alloc(lengthBytes);
    length.writeUInt32BE(text.length);
    const plain = Buffer.concat([random, length, text, this.receiveId]);
    // A text that already fills its last block gets a whole block of padding, so that there always is some.
    const pad = blockBytes - (plain.length % blockBytes);
    const cipher = createCipheriv("aes-256-cbc", this.key, this.iv).setAutoPadding(false);
    return Buffer.concat([
      cipher.update(plain),
      cipher.update(Buffer.alloc(pad, pad)),
      cipher.final(),
    ]).toString("base64");
  }

  /** The message, or which of the cipher's promises does not hold. */
  decrypt(encrypted: string): Decrypted {
    const plain = this.open(encrypted);
    const start = randomLength + lengthBytes;
    if (!plain || plain.length < start) return { ok: false, problem: "undecryptable" };
    const end = start + plain.readUInt32BE(randomLength);
    if (end > plain.length) return { ok: false, problem: "undecryptable" };
    if (!isSame(plain.subarray(end), this.receiveId)) return { ok: false, problem: "receive_id" };
    const message = decodeUtf8(plain.subarray(start, end));
    return message === undefined ? { ok: false, problem: "undecryptable" } : { ok: true, message };
  }

  private open(encrypted: string): Buffer | undefined {
    if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encrypted)) return undefined;
    const bytes = Buffer.from(encrypted, "base64");
    if (bytes.length === 0 || bytes.length % 16 !== 0) return undefined;
    // Node pads and strips by 16; WeCom's blocks are 32, so the stripping is ours.
    const decipher = createDecipheriv("aes-256-cbc", this.key, this.iv).setAutoPadding(false);
    const padded = Buffer.concat([decipher.update(bytes), decipher.final()]);
    const pad = padded[padded.length - 1] ?? 0;
    if (pad < 1 || pad > blockBytes || pad > padded.length) return undefined;
    const end = padded.length - pad;
    return padded.subarray(end).every((byte) => byte === pad) ? padded.subarray(0, end) : undefined;
  }
}

export type Decrypted =
  | { readonly ok: true; readonly message: string }
  | { readonly ok: false; readonly problem: "undecryptable" | "receive_id" };

/** SHA-1 in hex over the four parts, sorted and joined (WeCom path/90968). */
export function callbackSignature(
  token: string,
  timestamp: string,
  nonce: string,
  encrypted: string,
): string {
  const parts = [token, timestamp, nonce, encrypted].toSorted(byCodeUnit);
  return createHash("sha1").update(parts.join("")).digest("hex");
}

export function isSignatureOf(signature: string, expected: string): boolean {
  return isSame(Buffer.from(signature), Buffer.from(expected));
}

/** Not by locale: the signature is over bytes. */
function byCodeUnit(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function aesKeyOf(encodingAesKey: string): Buffer {
  const key = Buffer.from(`${encodingAesKey}=`, "base64");
  if (!/^[A-Za-z0-9+/]{43}$/.test(encodingAesKey) || key.length !== 32)
    throw new AesKeyError("The EncodingAESKey is not 43 characters of base64.");
  return key;
}

function isSame(offered: Buffer, expected: Buffer): boolean {
  return offered.length === expected.length && timingSafeEqual(offered, expected);
}

function decodeUtf8(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
