import { createHash, randomBytes } from "node:crypto";

/** 160 random bits: nobody comes upon a share by trying. */
export function newToken(): string {
  return randomBytes(20).toString("base64url");
}

export function tokenHash(token: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(createHash("sha256").update(token).digest());
}
