import { createHmac, timingSafeEqual } from "node:crypto";
import { deriveKey } from "@wegraph/kit/secrets";
import type { ChainHead } from "./chain.ts";

/**
 * Seals the end of a tenant's chain with a key that is not in the database: whoever owns the tables can rewrite every
 * entry and every hash, but not make the end fit.
 */
export class HeadSeal {
  private readonly key: Buffer;

  constructor(rootSecret: string) {
    this.key = deriveKey(rootSecret, "audit-head");
  }

  of(tenantId: string, { seq, hash }: ChainHead): string {
    return createHmac("sha256", this.key)
      .update(`${tenantId.toLowerCase()}\n${seq}\n${hash}`)
      .digest("base64url");
  }

  /** A chain without entries needs none. */
  holds(tenantId: string, head: ChainHead, seal: string | null): boolean {
    if (head.seq === 0) return true;
    const right = Buffer.from(this.of(tenantId, head));
    const given = Buffer.from(seal ?? "");
    return right.length === given.length && timingSafeEqual(right, given);
  }
}
