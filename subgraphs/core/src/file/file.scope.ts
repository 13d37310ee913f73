import { can, scopeOf } from "@wegraph/kit/principal";
import type { Permission, Principal } from "@wegraph/kit/principal";

export interface Reach {
  ownerId?: string;
  source?: { not: "AUDIT_EXPORT" };
}

/**
 * Which files a right reaches: with less than the whole tenant, one's own; and what was taken from the audit log only for
 * those who may read that.
 */
export function reachOf(principal: Principal, permission: Permission): Reach {
  return {
    ...(scopeOf(principal, permission) !== "TENANT" && { ownerId: principal.id }),
    ...(!can(principal, "audit:read") && { source: { not: "AUDIT_EXPORT" } }),
  };
}

/** Who makes a file: a person, or a program by its key. */
export function ownerOf({ kind, id }: Principal): { ownerKind: "USER" | "API_KEY"; ownerId: string } {
  return { ownerKind: kind === "API_KEY" ? "API_KEY" : "USER", ownerId: id };
}
