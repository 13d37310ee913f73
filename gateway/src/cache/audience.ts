import { isSignedIn } from "@wegraph/kit/principal";
import type { Principal } from "@wegraph/kit/principal";

const rightsOf = new WeakMap<Principal, string>();

/**
 * Who may be given the same answer: callers of one tenant with the same rights. A right that reaches no further than a
 * person's own things or department makes the person part of it, and so does an answer that is private.
 *
 * @returns null when nobody else, nor the same caller again, can be recognised.
 */
export function audienceOf(principal: Principal, isPrivate: boolean): string | null {
  const rights = rightsOf.get(principal) ?? describe(principal);
  rightsOf.set(principal, rights);
  if (!isPrivate) return rights;
  return isSignedIn(principal) ? `${rights} ${principal.id}` : null;
}

function describe({ tenantId, isPlatform, kind, id, department, grants }: Principal): string {
  const isPersonal = grants.some(({ scope }) => scope !== "TENANT");
  return JSON.stringify([tenantId, isPlatform, kind, grants, isPersonal && [id, department]]);
}
