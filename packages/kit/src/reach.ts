import { scopeFor } from "./principal.ts";
import type { DataScope, Permission, Principal } from "./principal.ts";

/** What of a thing decides whose it is. */
export interface Belonging {
  ownerUserId: string | null;
  boundUserIds: readonly string[];
  department: string | null;
}

/** What follows from the scope in which the caller has the permission; `NONE` without it. */
export function byScope<T>(
  principal: Principal,
  permission: Permission,
  follows: Readonly<Record<DataScope | "NONE", T>>,
): T {
  return follows[scopeFor(principal, permission) ?? "NONE"];
}

/**
 * Whether the permission, in the scope it was granted, reaches a thing of the caller's tenant. OWN: the caller owns it.
 * BOUND: it is bound to the caller, or the caller's own. DEPARTMENT: it belongs to the caller's department.
 */
export function reaches(principal: Principal, permission: Permission, thing: Belonging): boolean {
  const isOwn = thing.ownerUserId === principal.id;
  return byScope(principal, permission, {
    NONE: false,
    OWN: isOwn,
    BOUND: isOwn || thing.boundUserIds.includes(principal.id),
    DEPARTMENT: principal.department !== null && thing.department === principal.department,
    TENANT: true,
  });
}
