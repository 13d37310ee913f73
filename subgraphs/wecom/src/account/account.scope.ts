import { Prisma } from "@wegraph/db-wecom/client";
import type { Permission, Principal } from "@wegraph/kit/principal";
import { byScope } from "@wegraph/kit/reach";

/** The accounts that the permission reaches in the scope it was granted, as a condition for the database. */
export function withinReach(principal: Principal, permission: Permission): Prisma.AccountWhereInput {
  const { id, department } = principal;
  return byScope<Prisma.AccountWhereInput>(principal, permission, {
    NONE: { id: { in: [] } },
    OWN: { ownerUserId: id },
    BOUND: { OR: [{ ownerUserId: id }, { boundUserIds: { has: id } }] },
    DEPARTMENT: { department },
    TENANT: {},
  });
}

/** The same for SQL over `wework_accounts a`. */
export function withinReachSql(principal: Principal, permission: Permission): Prisma.Sql {
  const { id, department } = principal;
  return byScope(principal, permission, {
    NONE: Prisma.sql`false`,
    OWN: Prisma.sql`a.owner_user_id = ${id}::uuid`,
    BOUND: Prisma.sql`(a.owner_user_id = ${id}::uuid OR a.bound_user_ids @> ARRAY[${id}::uuid])`,
    DEPARTMENT: Prisma.sql`a.department = ${department}`,
    TENANT: Prisma.sql`true`,
  });
}
