import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { AppError } from "./errors.ts";

/** A 32-byte key for one purpose, derived from the platform's root secret (HKDF-SHA-256, RFC 5869). */
export function deriveKey(rootSecret: string, label: string): Buffer {
  return Buffer.from(hkdfSync("sha256", rootSecret, "wegraph", label, 32));
}

/**
 * Seals secrets for rest: AES-256-GCM, `v1.<key id>.<nonce>.<ciphertext+tag>` in base64url. `aad` names the
 * place the value belongs to (table, column, row, tenant), so that a sealed value moved elsewhere does not open.
 * The first key seals; the others only open, until everything they sealed has been sealed again.
 */
export class SecretBox {
  private readonly keys: Map<string, Buffer>;
  private readonly current: string;
  private readonly indexKey: Buffer;

  constructor(rootSecrets: readonly [string, ...string[]]) {
    const entries = rootSecrets.map((root) => {
      const key = deriveKey(root, "secret-box");
      return [keyId(key), key] as const;
    });
    this.keys = new Map(entries);
    this.current = keyId(deriveKey(rootSecrets[0], "secret-box"));
    this.indexKey = deriveKey(rootSecrets[0], "blind-index");
  }

  seal(plain: string, aad: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", this.key(this.current), nonce);
    cipher.setAAD(Buffer.from(aad));
    const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final(), cipher.getAuthTag()]);
    return ["v1", this.current, nonce.toString("base64url"), sealed.toString("base64url")].join(".");
  }

  /** @throws AppError INTERNAL when the value was altered, moved to another place, or its key is gone. */
  open(sealed: string, aad: string): string {
    const [version, id, nonce, body] = sealed.split(".");
    try {
      if (version !== "v1" || !id || !nonce || !body) throw new Error("not a sealed value");
      const bytes = Buffer.from(body, "base64url");
      const decipher = createDecipheriv("aes-256-gcm", this.key(id), Buffer.from(nonce, "base64url"));
      decipher.setAAD(Buffer.from(aad));
      decipher.setAuthTag(bytes.subarray(-16));
      return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString("utf8");
    } catch (cause) {
      throw new AppError("INTERNAL", "SEAL_BROKEN", "A stored secret could not be opened.", {}, { cause });
    }
  }

  /** Whether the value should be sealed again under the current key. */
  isStale(sealed: string): boolean {
    return sealed.split(".")[1] !== this.current;
  }

  /** A keyed hash to look a sealed value up by, without being able to read it. */
  blindIndex(value: string): string {
    return createHmac("sha256", this.indexKey)
      .update(value.normalize("NFC").toLowerCase())
      .digest("base64url");
  }

  private key(id: string): Buffer {
    const key = this.keys.get(id);
    if (!key) throw new Error(`no key ${id}`);
    return key;
  }
}

function keyId(key: Buffer): string {
  return createHmac("sha256", key).update("key-id").digest("base64url").slice(0, 8);
}
