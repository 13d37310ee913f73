import { createHmac, timingSafeEqual } from "node:crypto";
import { deriveKey } from "@wegraph/kit/secrets";

const form = /^wgr_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([1-9]\d{0,8})\.([\w-]{43})$/;

/**
 * `wgr_<session>.<generation>.<HMAC>`: the token proves itself, so none is stored, and the same generation is the
 * same token however often it is made. That is what lets two tabs get one successor.
 */
export class RefreshTokens {
  private readonly key: Buffer;

  constructor(rootSecret: string) {
    this.key = deriveKey(rootSecret, "refresh-token");
  }

  write(sessionId: string, generation: number): string {
    return `wgr_${sessionId}.${generation}.${this.mac(sessionId, generation).toString("base64url")}`;
  }

  /** What a token of ours says, or null. */
  read(token: string): { sessionId: string; generation: number } | null {
    const [, sessionId, digits, mac] = form.exec(token) ?? [];
    if (!sessionId || !digits || !mac) return null;
    const generation = Number(digits);
    const given = Buffer.from(mac, "base64url");
    const right = this.mac(sessionId, generation);
    return given.length === right.length && timingSafeEqual(given, right) ? { sessionId, generation } : null;
  }

  private mac(sessionId: string, generation: number): Buffer {
    return createHmac("sha256", this.key).update(`${sessionId}.${generation}`).digest();
  }
}
