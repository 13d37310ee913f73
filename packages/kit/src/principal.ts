import { createHmac } from "node:crypto";
import { jwtVerify } from "jose";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import { AppError } from "./errors.ts";
import { isUuid } from "./validate.ts";

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
  /** When the credential ends by itself, in milliseconds of Unix time, where it is not the credential that says so. */
  expiresAt: z.number().nullish(),
  /** Headers to hand on to subgraphs as they came, by a gateway that has no identities of its own. */
  headers: z.record(z.string(), z.string()).optional(),
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

/** As `scopeOf`; but a scope that is bound to the person means nothing for who is none, or is of no department. */
export function scopeFor(principal: Principal, permission: Permission): DataScope | null {
  const scope = scopeOf(principal, permission);
  if (scope === "DEPARTMENT") return principal.department === null ? null : scope;
  if (scope === "OWN" || scope === "BOUND") return isUuid(principal.id) ? scope : null;
  return scope;
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

/** @throws AppError FORBIDDEN for anybody but the gateway itself: what it asks is not part of the public graph. */
export function demandGateway({ kind, id }: Principal): void {
  if (kind !== "SYSTEM" || id !== "gateway")
    throw new AppError("FORBIDDEN", "GATEWAY_ONLY", "Only the gateway asks this.");
}

/** @throws AppError FORBIDDEN for anybody but these parts of the platform (see `DomainCaller`): no part of the public graph. */
export function demandPart({ kind, id }: Principal, ...parts: readonly string[]): void {
  if (kind !== "SYSTEM" || !parts.includes(id))
    throw new AppError("FORBIDDEN", "PLATFORM_ONLY", "Only parts of the platform ask this.");
}

/**
 * Carries a principal from the gateway to a subgraph in another process: a JWT (HS256) that names
 * the subgraph it is for and lives for seconds, so one that leaks is of no use.
 */
export class PrincipalSeal {
  static readonly header = "x-wegraph-principal";
  static readonly lifetimeSeconds = 30;

  private readonly key: Buffer;
  /** One principal makes many fetches in the second for which the gateway keeps it. */
  private readonly sealed = new WeakMap<Principal, Map<string, Sealed>>();
  private readonly opened = new LRUCache<string, Opened>({ max: openedMax });

  constructor(secret: string) {
    this.key = Buffer.from(secret, "utf8");
  }

  seal(principal: Principal, subgraph: string): string {
    const seconds = Math.floor(Date.now() / 1_000);
    let bySubgraph = this.sealed.get(principal);
    if (!bySubgraph) this.sealed.set(principal, (bySubgraph = new Map()));
    const known = bySubgraph.get(subgraph);
    if (known && known.seconds + reusedSeconds > seconds) return known.token;
    const token = this.sign({
      principal,
      iss: issuer,
      aud: subgraph,
      iat: seconds,
      exp: seconds + PrincipalSeal.lifetimeSeconds,
    });
    bySubgraph.set(subgraph, { token, seconds });
    return token;
  }

  /**
   * A token for a router that is not ours and cannot seal: for several subgraphs, and for long. Whoever has it is that
   * principal until it ends; only another root secret takes it back.
   */
  sealLasting(principal: Principal, subgraphs: readonly string[], lifetimeSeconds: number): string {
    const seconds = Math.floor(Date.now() / 1_000);
    return this.sign({
      principal,
      iss: issuer,
      aud: subgraphs,
      iat: seconds,
      exp: seconds + lifetimeSeconds,
    });
  }

  /** @throws AppError UNAUTHENTICATED for anything missing, forged, expired or meant for another subgraph. */
  async open(header: string | undefined, subgraph: string): Promise<Principal> {
    const known = this.opened.get(`${subgraph} ${header}`);
    return known && known.expiresAtMs > Date.now()
      ? known.principal
      : await this.verified(header ?? "", subgraph);
  }

  private async verified(token: string, subgraph: string): Promise<Principal> {
    try {
      const { payload } = await jwtVerify(token, this.key, {
        issuer,
        audience: subgraph,
        typ: type,
        algorithms: ["HS256"],
        requiredClaims: ["exp", "iat"],
      });
      // Whoever is given it shares it: nobody may add a right to it.
      const principal = frozen(principalShape.parse(payload["principal"]));
      const expiresAtMs = (payload.exp ?? 0) * 1_000;
      this.opened.set(`${subgraph} ${token}`, { principal, expiresAtMs });
      return principal;
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

  /** By Node's own HMAC: Web Crypto's goes through its thread pool and costs more than the fetch that is signed. */
  private sign(claims: object): string {
    const text = `${protectedHeader}.${base64(claims)}`;
    return `${text}.${createHmac("sha256", this.key).update(text).digest("base64url")}`;
  }
}

interface Sealed {
  readonly token: string;
  readonly seconds: number;
}

interface Opened {
  readonly principal: Principal;
  readonly expiresAtMs: number;
}

const issuer = "wegraph-gateway";
const type = "wegraph-principal";
/** How long a token is used again: every one that is sent has most of its life before it. */
const reusedSeconds = 5;
const openedMax = 5_000;
const protectedHeader = base64({ alg: "HS256", typ: type });

function base64(value: object): string {
  return Buffer.from(JSON.stringify(value), "utf8").toString("base64url");
}

function frozen(principal: Principal): Principal {
  for (const each of principal.grants) Object.freeze(each);
  Object.freeze(principal.grants);
  return Object.freeze(principal);
}
