import { inTenant } from "@wegraph/database/scope";
import type { RequestContext } from "@wegraph/kit/context";
import { inOrder } from "@wegraph/kit/context";
import { refusal } from "@wegraph/kit/principal";
import { keysetPage, mapPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import type { Prisma } from "@wegraph/db-core/client";
import { mayNameUser, maySeeUser } from "../caller.ts";
import type { CoreDatabase } from "../database.ts";
import type { RoleRow } from "../role/roleGraph.ts";
import { asColleague, asUser } from "./asUser.ts";
import type { User } from "./user.model.ts";
import { userColumns } from "./userRow.ts";
import type { UserRow } from "./userRow.ts";

export interface UserQuery {
  search?: string | null | undefined;
  status?: "ACTIVE" | "DISABLED" | null | undefined;
  roleId?: string | null | undefined;
}

export type UserOrderColumn = "displayName" | "email" | "createdAt" | "lastSignInAt";

export interface AssignmentRow {
  id: string;
  department: string | null;
  createdAt: Date;
  role: RoleRow;
}

/** Reading users. The policies of the database show the members of the caller's tenant, and nobody else. */
export class UserDirectory {
  constructor(private readonly db: CoreDatabase) {}

  page(
    query: UserQuery,
    order: { by: UserOrderColumn; direction: "asc" | "desc" },
    args: PageArgs,
  ): Promise<Page<UserRow>> {
    const where = conditions(query);
    return keysetPage(
      args,
      columns(order),
      (keyset) =>
        this.db.tenant.user.findMany({
          where: { AND: [where, keyset.where] },
          orderBy: keyset.orderBy,
          take: keyset.take,
          select: userColumns,
        }),
      () => this.db.tenant.user.count({ where }),
    );
  }

  find(context: RequestContext, id: string): Promise<UserRow | null> {
    return context.loader(this.loadUsers).load(id);
  }

  /** For other domains' references: oneself, or anyone of the tenant, by name only without the right to see users. */
  async reference(context: RequestContext, id: string): Promise<User | null> {
    if (!mayNameUser(context, id)) throw refusal(context.principal, ["colleague:read"]);
    const row = await this.find(context, id);
    if (!row) return null;
    return maySeeUser(context, id) ? asUser(row) : asColleague(row);
  }

  /**
   * Who can be asked and given tasks; by name only without the right to see users. Looked for by name too: an address must
   * not be found out letter by letter.
   */
  async colleagues(context: RequestContext, search: string | null, args: PageArgs): Promise<Page<User>> {
    const where: Prisma.UserWhereInput = {
      status: "ACTIVE",
      ...(search && { displayName: { contains: search, mode: "insensitive" } }),
    };
    const { user } = this.db.tenant;
    const rows = await keysetPage(
      args,
      columns({ by: "displayName", direction: "asc" }),
      ({ where: after, orderBy, take }) =>
        user.findMany({ where: { AND: [where, after] }, orderBy, take, select: userColumns }),
      () => user.count({ where }),
    );
    return mapPage(rows, (row) => (maySeeUser(context, row.id) ? asUser(row) : asColleague(row)));
  }

  /** Someone named in passing (who acted, who made it): shown to those who may see users, left out for others. */
  async mention(context: RequestContext, id: string | null): Promise<UserRow | null> {
    return id !== null && maySeeUser(context, id) ? this.find(context, id) : null;
  }

  /** @param tenantId where the user is looked at: the caller's tenant, or the one just signed in to. */
  roles(context: RequestContext, tenantId: string, userId: string): Promise<AssignmentRow[]> {
    return context.loader(this.loadRoles).load(`${tenantId} ${userId}`);
  }

  /** After a change: what the request has read before is not so any more. */
  forget(context: RequestContext): void {
    context.loader(this.loadUsers).clearAll();
    context.loader(this.loadRoles).clearAll();
  }

  private readonly loadUsers = async (ids: readonly string[]): Promise<(UserRow | null)[]> => {
    const rows = await this.db.tenant.user.findMany({ where: { id: { in: [...ids] } }, select: userColumns });
    return inOrder(ids, rows);
  };

  private readonly loadRoles = async (keys: readonly string[]): Promise<AssignmentRow[][]> => {
    const tenantIds = new Set(keys.map((key) => key.split(" ")[0] ?? ""));
    const found = await Promise.all([...tenantIds].map((tenantId) => this.assignmentsIn(tenantId, keys)));
    const byKey = new Map<string, AssignmentRow[]>();
    for (const { key, row } of found.flat()) byKey.set(key, [...(byKey.get(key) ?? []), row]);
    return keys.map((key) => byKey.get(key) ?? []);
  };

  private async assignmentsIn(
    tenantId: string,
    keys: readonly string[],
  ): Promise<{ key: string; row: AssignmentRow }[]> {
    const userIds = keys.filter((key) => key.startsWith(tenantId)).map((key) => key.split(" ")[1] ?? "");
    const rows = await inTenant(
      tenantId,
      async () =>
        await this.db.tenant.userRole.findMany({
          where: { tenantId, userId: { in: userIds } },
          orderBy: [{ createdAt: "asc" }, { id: "asc" }],
          select: {
            id: true,
            userId: true,
            department: true,
            createdAt: true,
            role: {
              include: { permissions: { select: { permission: true }, orderBy: { permission: "asc" } } },
            },
          },
        }),
    );
    return rows.map(({ userId, role, ...row }) => ({
      key: `${tenantId} ${userId}`,
      row: { ...row, role: { ...role, permissions: role.permissions.map(({ permission }) => permission) } },
    }));
  }
}

function conditions({ search, status, roleId }: UserQuery): Prisma.UserWhereInput {
  const contains =
    search == null || search === "" ? null : { contains: search, mode: "insensitive" as const };
  return {
    ...(contains && { OR: [{ displayName: contains }, { email: contains }] }),
    ...(status != null && { status }),
    ...(roleId != null && { roles: { some: { roleId } } }),
  };
}

/** The order asked for, then the id, which makes it total. */
function columns({ by, direction }: { by: UserOrderColumn; direction: "asc" | "desc" }): OrderColumn[] {
  const kind = by === "createdAt" || by === "lastSignInAt" ? "date" : "string";
  const first: OrderColumn = { field: by, direction, kind, ...(by === "lastSignInAt" && { nullable: true }) };
  return [first, { field: "id", direction, kind: "uuid" }];
}
