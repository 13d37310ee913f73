import { createHash, randomBytes, randomInt } from "node:crypto";

const prefix = "wg_live_";
const form = /^wg_live_([0-9a-z]{12})_([\w-]{43})$/;
const alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";

export interface FreshKey {
  keyId: string;
  /** The whole key, shown once. */
  token: string;
  secretHash: Buffer;
  lastFour: string;
}

/** `wg_live_<key id>_<secret>`: the id finds the row, the 256-bit secret proves the right to use it. */
export function freshKey(): FreshKey {
  const keyId = Array.from({ length: 12 }, () => alphabet[randomInt(alphabet.length)]).join("");
  const secret = randomBytes(32).toString("base64url");
  return {
    keyId,
    token: `${prefix}${keyId}_${secret}`,
    secretHash: hashOf(secret),
    lastFour: secret.slice(-4),
  };
}

export function readKey(token: string): { keyId: string; secretHash: Buffer } | null {
  const [, keyId, secret] = form.exec(token) ?? [];
  return keyId && secret ? { keyId, secretHash: hashOf(secret) } : null;
}

export function shownPrefix(keyId: string): string {
  return `${prefix}${keyId}`;
}

/** A plain hash is enough: nobody guesses 256 bits. */
function hashOf(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}
