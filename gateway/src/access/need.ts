import { can, isSignedIn } from "@wegraph/kit/principal";
import type { Principal } from "@wegraph/kit/principal";

/**
 * One condition a caller must meet. `anyOf` is a disjunction of conjunctions, as `@requiresScopes` and
 * `@policy` write it: [[a, b], [c]] is (a and b) or c, and [] can never be met.
 */
export type Need =
  | { readonly kind: "SIGNED_IN"; readonly key: string }
  | {
      readonly kind: "SCOPES" | "POLICIES";
      readonly key: string;
      readonly anyOf: readonly (readonly string[])[];
    };

/** Decides a `@policy` name; a supergraph that uses a name without one does not load. */
export type Policies = Readonly<Record<string, (principal: Principal) => boolean>>;

export const signedIn: Need = { kind: "SIGNED_IN", key: "SIGNED_IN" };

export function needOf(kind: "SCOPES" | "POLICIES", anyOf: readonly (readonly string[])[]): Need {
  return { kind, key: `${kind} ${JSON.stringify(anyOf)}`, anyOf };
}

export function isMet(need: Need, principal: Principal, policies: Policies): boolean {
  if (!isSignedIn(principal)) return false;
  if (need.kind === "SIGNED_IN") return true;
  const holds =
    need.kind === "SCOPES"
      ? (scope: string) => can(principal, scope)
      : (name: string) => policies[name]?.(principal) === true;
  return need.anyOf.some((all) => all.every(holds));
}

/** What a refused caller is told to ask for: the first alternative, less what it holds already. */
export function missingFrom(need: Need, principal: Principal): readonly string[] {
  if (need.kind === "SIGNED_IN") return [];
  const [first = []] = need.anyOf;
  return need.kind === "SCOPES" ? first.filter((scope) => !can(principal, scope)) : first;
}
