import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";

const blockBytes = 32;

/** WeCom's side of the callback cryptography (WeCom path/90968). */
export function encrypt(aesKey: string, receiveId: string, message: string): string {
  const { key, iv } = keyOf(aesKey);
  const text = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  const plain = Buffer.concat([randomBytes(16), length, text, Buffer.from(receiveId)]);
  const pad = blockBytes - (plain.length % blockBytes);
  const cipher = createCipheriv("aes-256-cbc", key, iv).setAutoPadding(false);
  return Buffer.concat([
    cipher.update(Buffer.concat([plain, Buffer.alloc(pad, pad)])),
    cipher.final(),
  ]).toString("base64");
}

/** An encrypted passive reply, opened. */
export function decrypt(
  aesKey: string,
  encrypted: string,
): { readonly message: string; readonly receiveId: string } {
  const { key, iv } = keyOf(aesKey);
  const decipher = createDecipheriv("aes-256-cbc", key, iv).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(Buffer.from(encrypted, "base64")), decipher.final()]);
  const plain = padded.subarray(0, padded.length - (padded.at(-1) ?? 0));
  const end = 20 + plain.readUInt32BE(16);
  return {
    message: plain.subarray(20, end).toString("utf8"),
    receiveId: plain.subarray(end).toString("utf8"),
  };
}

export function signature(token: string, timestamp: string, nonce: string, encrypted: string): string {
  const parts = [token, timestamp, nonce, encrypted].toSorted((left, right) => (left < right ? -1 : 1));
  return createHash("sha1").update(parts.join("")).digest("hex");
}

function keyOf(aesKey: string): { key: Buffer; iv: Buffer } {
  const key = Buffer.from(`${aesKey}=`, "base64");
  return { key, iv: key.subarray(0, 16) };
}
