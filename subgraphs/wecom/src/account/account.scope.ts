import { Prisma } from "@wegraph/db-wecom/client";
import { scopeFor } from "@wegraph/kit/principal";
import type { Permission, Principal } from "@wegraph/kit/principal";

/** What of an account decides whose it is. */
export interface Reach {
  ownerUserId: string | null;
  boundUserIds: readonly string[];
  department: string | null;
}

/**
 * Whether the permission, in the scope it was granted, reaches this account of the caller's tenant. OWN: the caller
 * owns it. BOUND: it is bound to the caller, or the caller's own. DEPARTMENT: it belongs to the caller's department.
 */
export function reaches(principal: Principal, permission: Permission, account: Reach): boolean {
  switch (scopeFor(principal, permission)) {
    case null:
      return false;
    case "OWN":
      return account.ownerUserId === principal.id;
    case "BOUND":
      return account.ownerUserId === principal.id || account.boundUserIds.includes(principal.id);
    case "DEPARTMENT":
      return principal.department !== null && account.department === principal.department;
    case "TENANT":
      return true;
  }
}

/** The same as a condition for the database. */
export function withinReach(principal: Principal, permission: Permission): Prisma.AccountWhereInput {
  switch (scopeFor(principal, permission)) {
    case null:
      return { id: { in: [] } };
    case "OWN":
      return { ownerUserId: principal.id };
    case "BOUND":
      return { OR: [{ ownerUserId: principal.id }, { boundUserIds: { has: principal.id } }] };
    case "DEPARTMENT":
      return { department: principal.department };
    case "TENANT":
      return {};
  }
}

/** The same once more, for SQL over `wework_accounts a`. */
export function withinReachSql(principal: Principal, permission: Permission): Prisma.Sql {
  const { id, department } = principal;
  switch (scopeFor(principal, permission)) {
    case null:
      return Prisma.sql`false`;
    case "OWN":
      return Prisma.sql`a.owner_user_id = ${id}::uuid`;
    case "BOUND":
      return Prisma.sql`(a.owner_user_id = ${id}::uuid OR a.bound_user_ids @> ARRAY[${id}::uuid])`;
    case "DEPARTMENT":
      return Prisma.sql`a.department = ${department}`;
    case "TENANT":
      return Prisma.sql`true`;
  }
}
