import type { Principal } from "@wegraph/kit/principal";

/** No person: an id that is well-formed and nobody's. */
const nobody = "00000000-0000-0000-0000-000000000000";

/** Who may share one feed. */
export interface Audience {
  readonly key: string;
  /** The principal the feed runs as. */
  readonly principal: Principal;
}

/**
 * Callers of one tenant with the same rights see the same answers, as long as every right reaches the whole
 * tenant. Their feed runs as none of them, so that nothing personal to one is answered to all. As soon as a right
 * is limited to the caller's own things, or a subgraph is to decide by the caller's headers, only the caller's own connections share.
 */
export function audienceOf(principal: Principal): Audience {
  const { tenantId, isPlatform, department, kind, id, grants, headers } = principal;
  const rights = grants.map(({ permission, scope }) => `${permission} ${scope}`).toSorted();
  const common = JSON.stringify([tenantId, isPlatform, rights]);
  if (headers || grants.some(({ scope }) => scope !== "TENANT"))
    return { key: `${common} ${kind} ${id} ${department ?? ""}`, principal };
  return {
    key: common,
    principal: {
      ...principal,
      id: nobody,
      name: "subscribers",
      sessionId: null,
      department: null,
      address: null,
      userAgent: null,
      rateLimitPerMinute: null,
      expiresAt: null,
    },
  };
}
