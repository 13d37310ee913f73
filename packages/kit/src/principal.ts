import { SignJWT, jwtVerify } from "jose";
import { z } from "zod";
import { AppError } from "./errors.ts";

/** How far a right reaches, narrowest first. */
export const dataScopes = ["OWN", "BOUND", "DEPARTMENT", "TENANT"] as const;
export type DataScope = (typeof dataScopes)[number];

/** A right is `resource:action`; either half may be `*` in what is granted, never in what is asked. */
export type Permission = `${string}:${string}`;

const grant = z.object({ permission: z.string(), scope: z.enum(dataScopes) });

/** Who is asking: what the gateway establishes once and every subgraph trusts. */
export const principalShape = z.object({
  kind: z.enum(["USER", "API_KEY", "SYSTEM"]),
  /** User id, API key id, or the name of the system part. */
  id: z.string(),
  name: z.string(),
  tenantId: z.string(),
  /** The tenant that runs the platform; only there do platform rights mean anything. */
  isPlatform: z.boolean(),
  sessionId: z.string().nullable(),
  department: z.string().nullable(),
  address: z.string().nullable(),
  /** As the browser or program names itself; a session shows it to its owner. */
  userAgent: z.string().nullish(),
  grants: z.array(grant),
  /** Requests a minute, for an API key with a limit of its own. */
  rateLimitPerMinute: z.number().int().nullable(),
});

export type Principal = z.infer<typeof principalShape>;

/** Nobody: what an unsigned request is. Public operations still run under it. */
export const anonymous: Principal = {
  kind: "SYSTEM",
  id: "anonymous",
  name: "anonymous",
  tenantId: "",
  isPlatform: false,
  sessionId: null,
  department: null,
  address: null,
  grants: [],
  rateLimitPerMinute: null,
};

export function isSignedIn(principal: Principal): boolean {
  return principal.tenantId !== "";
}

/** Whether a granted pattern ("account:*") covers the permission asked for ("account:read"). */
export function covers(granted: string, asked: string): boolean {
  const [resource, action] = granted.split(":");
  const [askedResource, askedAction] = asked.split(":");
  return (resource === "*" || resource === askedResource) && (action === "*" || action === askedAction);
}

/** The widest scope in which the principal holds the permission, or null if it does not hold it. */
export function scopeOf(principal: Principal, permission: string): DataScope | null {
  let widest = -1;
  for (const { permission: granted, scope } of principal.grants)
    if (covers(granted, permission)) widest = Math.max(widest, dataScopes.indexOf(scope));
  return dataScopes[widest] ?? null;
}

export function can(principal: Principal, permission: string): boolean {
  return scopeOf(principal, permission) !== null;
}

/** Refuses with UNAUTHENTICATED or FORBIDDEN unless the principal holds the permission; returns its scope. */
export function demand(principal: Principal, permission: string): DataScope {
  const scope = scopeOf(principal, permission);
  if (scope) return scope;
  throw refusal(principal, [permission]);
}

/** The one sentence a caller without the right gets, at the gateway and in the subgraph alike. */
export function refusal(principal: Principal, permissions: readonly string[]): AppError {
  if (!isSignedIn(principal)) return new AppError("UNAUTHENTICATED", "SIGN_IN_REQUIRED", "Sign in first.");
  return new AppError("FORBIDDEN", "PERMISSION_MISSING", "You do not have the right to do this.", {
    requires: permissions,
  });
}

/**
 * Carries a principal from the gateway to a subgraph in another process: a JWT (HS256) that names
 * the subgraph it is for and lives for seconds, so one that leaks is of no use.
 */
export class PrincipalSeal {
  static readonly header = "x-wegraph-principal";
  static readonly lifetimeSeconds = 30;

  private readonly key: Uint8Array;

  constructor(secret: string) {
    this.key = new TextEncoder().encode(secret);
  }

  seal(principal: Principal, subgraph: string): Promise<string> {
    return new SignJWT({ principal })
      .setProtectedHeader({ alg: "HS256", typ: "wegraph-principal" })
      .setIssuer("wegraph-gateway")
      .setAudience(subgraph)
      .setIssuedAt()
      .setExpirationTime(`${PrincipalSeal.lifetimeSeconds}s`)
      .sign(this.key);
  }

  /** @throws AppError UNAUTHENTICATED for anything missing, forged, expired or meant for another subgraph. */
  async open(header: string | undefined, subgraph: string): Promise<Principal> {
    try {
      const { payload } = await jwtVerify(header ?? "", this.key, {
        issuer: "wegraph-gateway",
        audience: subgraph,
        typ: "wegraph-principal",
        algorithms: ["HS256"],
        requiredClaims: ["exp", "iat"],
      });
      return principalShape.parse(payload["principal"]);
    } catch (cause) {
      throw new AppError(
        "UNAUTHENTICATED",
        "PRINCIPAL_UNSIGNED",
        "This subgraph only answers the gateway.",
        {},
        { cause },
      );
    }
  }
}
