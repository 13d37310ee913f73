import type { RequestContext } from "@wegraph/kit/context";
import type { CoreDatabase } from "../database.ts";
import { effectivePermissions, graphOf } from "./lineage.rules.ts";
import { rolesOf } from "./roleGraph.ts";
import type { RoleRow } from "./roleGraph.ts";

/** Reading roles. A tenant has few of them, so a request reads all of them once. */
export class RoleDirectory {
  constructor(private readonly db: CoreDatabase) {}

  all(context: RequestContext): Promise<RoleRow[]> {
    return context.loader(this.readAll).load(context.principal.tenantId);
  }

  /** After a change: what the request has read before is not so any more. */
  forget(context: RequestContext): void {
    context.loader(this.readAll).clearAll();
  }

  async find(context: RequestContext, id: string): Promise<RoleRow | null> {
    const roles = await this.all(context);
    return roles.find((role) => role.id === id) ?? null;
  }

  async effective(context: RequestContext, id: string): Promise<string[]> {
    return effectivePermissions(id, graphOf(await this.all(context)));
  }

  userCount(context: RequestContext, id: string): Promise<number> {
    return context.loader(this.countUsers).load(id);
  }

  private readonly readAll = async (
    tenantIds: readonly string[],
    { principal }: RequestContext,
  ): Promise<RoleRow[][]> => {
    const roles = await rolesOf(this.db.tenant, principal);
    // Always one: the caller's own.
    return tenantIds.map(() => roles);
  };

  private readonly countUsers = async (
    ids: readonly string[],
    { principal }: RequestContext,
  ): Promise<number[]> => {
    const groups = await this.db.tenant.userRole.groupBy({
      by: ["roleId"],
      where: { roleId: { in: [...ids] }, tenantId: principal.tenantId },
      _count: { _all: true },
    });
    const counts = new Map(groups.map(({ roleId, _count }) => [roleId, _count._all]));
    return ids.map((id) => counts.get(id) ?? 0);
  };
}
