import { scopeOf } from "@wegraph/kit/principal";
import type { Permission, Principal } from "@wegraph/kit/principal";

/** Whose files a right reaches: with less than the whole tenant, one's own. */
export function reachOf(principal: Principal, permission: Permission): { ownerId?: string } {
  return scopeOf(principal, permission) === "TENANT" ? {} : { ownerId: principal.id };
}

/** Who makes a file: a person, or a program by its key. */
export function ownerOf({ kind, id }: Principal): { ownerKind: "USER" | "API_KEY"; ownerId: string } {
  return { ownerKind: kind === "API_KEY" ? "API_KEY" : "USER", ownerId: id };
}
