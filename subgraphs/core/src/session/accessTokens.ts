import { SignJWT, jwtVerify } from "jose";
import { z } from "zod";
import { deriveKey } from "@wegraph/kit/secrets";
import { accessTokenLifetimeMs } from "./refresh.rules.ts";

export interface AccessClaims {
  userId: string;
  sessionId: string;
  tenantId: string;
}

export interface IssuedToken {
  token: string;
  expiresAt: Date;
}

const issuer = "wegraph";
const audience = "wegraph-api";
const typ = "at+jwt";

const claimsShape = z.object({ sub: z.uuid(), sid: z.uuid(), tid: z.uuid() });

/**
 * Signs and reads access tokens (JWT, HS256). A token only names a session and a tenant; what it may do is looked
 * up each time, so that ending a session or changing a role takes effect before the token expires.
 */
export class AccessTokens {
  private readonly key: Uint8Array;

  constructor(
    rootSecret: string,
    private readonly clock: () => Date,
  ) {
    this.key = deriveKey(rootSecret, "access-token");
  }

  /** @param notAfter the end of the session, which no token of it outlives. */
  async issue({ userId, sessionId, tenantId }: AccessClaims, notAfter: Date): Promise<IssuedToken> {
    const now = this.clock();
    const expiresAt = new Date(Math.min(now.getTime() + accessTokenLifetimeMs, notAfter.getTime()));
    const token = await new SignJWT({ sid: sessionId, tid: tenantId })
      .setProtectedHeader({ alg: "HS256", typ })
      .setSubject(userId)
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(now)
      .setExpirationTime(expiresAt)
      .sign(this.key);
    return { token, expiresAt };
  }

  /** The claims of a token that is ours and not expired, else null: why it is refused is nobody's business. */
  async read(token: string): Promise<AccessClaims | null> {
    try {
      const { payload } = await jwtVerify(token, this.key, {
        issuer,
        audience,
        typ,
        algorithms: ["HS256"],
        requiredClaims: ["exp", "iat"],
        currentDate: this.clock(),
      });
      const { sub, sid, tid } = claimsShape.parse(payload);
      return { userId: sub, sessionId: sid, tenantId: tid };
    } catch {
      return null; // malformed, forged and expired tokens are the same to the caller
    }
  }
}
