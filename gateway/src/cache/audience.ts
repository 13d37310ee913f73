import { isSignedIn } from "@wegraph/kit/principal";
import type { Principal } from "@wegraph/kit/principal";
import { commonRights } from "../identity/rights.ts";

/**
 * Who may be given the same answer; one that is private is its caller's alone.
 *
 * @returns null when nobody else, nor the same caller again, can be recognised.
 */
export function audienceOf(principal: Principal, isPrivate: boolean): string | null {
  const audience = `${principal.kind} ${commonRights(principal)}`;
  if (!isPrivate) return audience;
  return isSignedIn(principal) ? `${audience} ${principal.id}` : null;
}
