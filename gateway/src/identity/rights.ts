import type { Principal } from "@wegraph/kit/principal";

const known = new WeakMap<Principal, string>();

/**
 * What callers have in common who may be given the same answer: the tenant, and the same rights in all of it. A right
 * that reaches no further than a person's own things or department makes the person part of it; so do headers by
 * which a subgraph is to decide.
 */
export function commonRights(principal: Principal): string {
  const found = known.get(principal) ?? describe(principal);
  known.set(principal, found);
  return found;
}

/** Whether answers are this caller's alone. */
export function isAlone({ grants, headers }: Principal): boolean {
  return headers !== undefined || grants.some(({ scope }) => scope !== "TENANT");
}

function describe(principal: Principal): string {
  const { tenantId, isPlatform, kind, id, department, grants } = principal;
  const rights = grants.map(({ permission, scope }) => `${permission} ${scope}`).toSorted();
  return JSON.stringify([
    tenantId,
    isPlatform,
    rights,
    ...(isAlone(principal) ? [kind, id, department] : []),
  ]);
}
