import { v7 } from "uuid";
import { audit } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, notFound } from "@wegraph/kit/errors";
import { announce, originOf } from "@wegraph/kit/outbox";
import { isSelf } from "../caller.ts";
import { domain, lockRights } from "../database.ts";
import type { CoreDatabase, Tx } from "../database.ts";
import type { QuotaLedger } from "../quota/quota.ledger.ts";
import type { Authority } from "../role/authority.ts";
import { effectiveGrants, graphOf } from "../role/lineage.rules.ts";
import { rolesOf } from "../role/roleGraph.ts";
import type { RoleRow } from "../role/roleGraph.ts";
import { endSessions } from "../session/sessionStore.ts";
import { userRightsChanged } from "./user.events.ts";
import { rolesPerUserMax } from "./user.inputs.ts";
import { userColumns } from "./userRow.ts";
import type { UserRow } from "./userRow.ts";

/** Who holds which role in the tenant, and so who belongs to it. */
export class MembershipService {
  constructor(
    private readonly db: CoreDatabase,
    private readonly authority: Authority,
    private readonly quotas: QuotaLedger,
    private readonly clock: () => Date,
  ) {}

  /** Giving a role that is held already changes its department. */
  async assign(
    context: RequestContext,
    input: { userId: string; roleId: string; department?: string | null | undefined },
  ): Promise<UserRow> {
    const { userId, roleId } = input;
    const { tenantId } = context.principal;
    return this.db.tenant.$transaction(async (tx) => {
      const { user, role, grants } = await this.pair(tx, context, userId, roleId);
      this.authority.mustHold(context, grants);
      const department = input.department ?? null;
      const held = await tx.userRole.findMany({
        where: { tenantId, userId },
        select: { roleId: true, department: true },
      });
      const known = held.find((row) => row.roleId === roleId);
      if (known?.department === department) return user;
      if (!known && held.length >= rolesPerUserMax)
        throw new AppError("CONFLICT", "ROLES_TOO_MANY", `A user holds at most ${rolesPerUserMax} roles.`);

      await tx.userRole.upsert({
        where: { tenantId_userId_roleId: { tenantId, userId, roleId } },
        create: { id: v7(), tenantId, userId, roleId, department },
        update: { department },
        select: { id: true },
      });
      await this.record(tx, context, userId, known ? "role.department-changed" : "role.assigned", [
        { field: "role", after: role.key },
        { field: "department", before: known?.department ?? null, after: department },
      ]);
      return user;
    });
  }

  async unassign(context: RequestContext, userId: string, roleId: string): Promise<UserRow> {
    const { tenantId } = context.principal;
    return this.db.tenant.$transaction(async (tx) => {
      const { user, role, grants } = await this.pair(tx, context, userId, roleId);
      this.authority.mustHold(context, grants);
      const { count } = await tx.userRole.deleteMany({ where: { tenantId, userId, roleId } });
      if (count === 0) throw new AppError("CONFLICT", "ROLE_NOT_HELD", "The user does not hold this role.");
      const left = await tx.userRole.count({ where: { tenantId, userId } });
      if (left === 0)
        throw new AppError(
          "CONFLICT",
          "LAST_ROLE",
          "Without a role the user would leave the tenant; remove the user instead.",
        );
      await this.authority.mustKeepAdmin(tx, context);
      await this.record(tx, context, userId, "role.unassigned", [{ field: "role", before: role.key }]);
      return user;
    });
  }

  /** The person stays a user of the platform, with the other tenants they belong to. */
  async remove(context: RequestContext, userId: string): Promise<string> {
    if (isSelf(context, userId)) throw new AppError("CONFLICT", "OWN_ACCOUNT", "You cannot remove yourself.");
    const { tenantId } = context.principal;
    return this.db.system("user-administration").$transaction(async (tx) => {
      await lockRights(tx, tenantId);
      const roles = await rolesOf(tx, context.principal);
      const user = await tx.user.findFirst({
        where: { id: userId, roles: { some: { tenantId } } },
        select: userColumns,
      });
      if (!user) throw notFound("user", userId);
      await this.authority.mustOutrank(tx, context, userId, roles);

      await tx.userRole.deleteMany({ where: { tenantId, userId } });
      await this.quotas.giveBackIn(tx, { tenantId, dimension: "SEATS", key: userId });
      await this.authority.mustKeepAdmin(tx, context);
      const elsewhere = await tx.userRole.count({ where: { userId } });
      if (elsewhere === 0)
        await endSessions(tx, originOf(context), { userId }, "ENDED_BY_ADMIN", this.clock());
      // Out of this tenant's sight; in the person's other tenants sessions go on.
      await tx.$executeRaw`
        UPDATE saas_user_sessions SET tenant_ids = array_remove(tenant_ids, ${tenantId}::uuid)
        WHERE user_id = ${userId}::uuid AND ${tenantId}::uuid = ANY (tenant_ids)`;
      await this.record(tx, context, userId, "user.removed", [{ field: "email", before: user.email }]);
      return userId;
    });
  }

  private async pair(
    tx: Tx,
    context: RequestContext,
    userId: string,
    roleId: string,
  ): Promise<{ user: UserRow; role: RoleRow; grants: ReturnType<typeof effectiveGrants> }> {
    const { tenantId } = context.principal;
    await lockRights(tx, tenantId);
    const user = await tx.user.findFirst({
      where: { id: userId, roles: { some: { tenantId } } },
      select: userColumns,
    });
    if (!user) throw notFound("user", userId);
    const roles = await rolesOf(tx, context.principal);
    const role = roles.find(({ id }) => id === roleId);
    if (!role) throw notFound("role", roleId);
    return { user, role, grants: effectiveGrants(roleId, graphOf(roles)) };
  }

  private async record(
    tx: Tx,
    context: RequestContext,
    userId: string,
    action: string,
    changes: { field: string; before?: unknown; after?: unknown }[],
  ): Promise<void> {
    const origin = originOf(context);
    await announce(tx, origin, userRightsChanged, { userId });
    await audit(tx, domain, origin, { action, resourceType: "user", resourceId: userId, changes });
  }
}
