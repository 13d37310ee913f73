import type { Principal } from "@wegraph/kit/principal";
import { commonRights, isAlone } from "../identity/rights.ts";

/** No person: an id that is well-formed and nobody's. */
const nobody = "00000000-0000-0000-0000-000000000000";

/** Who may share one feed. */
export interface Audience {
  readonly key: string;
  /** The principal the feed runs as. */
  readonly principal: Principal;
}

/**
 * Callers with the same rights share a feed that runs as none of them, so that nothing personal to one is answered to
 * all. Whoever's answers are theirs alone shares with their own connections only; so does everybody, where the
 * stream itself is personal.
 */
export function audienceOf(principal: Principal, isPersonal: boolean): Audience {
  const key = commonRights(principal);
  if (isAlone(principal)) return { key, principal };
  if (isPersonal) return { key: `${key} ${principal.kind} ${principal.id}`, principal };
  return {
    key,
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
