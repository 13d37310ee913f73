import { v7 } from "uuid";
import { audit, changesBetween } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, invalidInput, notFound } from "@wegraph/kit/errors";
import { announce, originOf } from "@wegraph/kit/outbox";
import type { DataScope } from "@wegraph/kit/principal";
import { isUniqueViolation } from "@wegraph/kit/uniqueViolation";
import { domain, lockRights } from "../database.ts";
import type { CoreDatabase, Tx } from "../database.ts";
import type { Authority } from "./authority.ts";
import type { CatalogueService } from "./catalogue.service.ts";
import { gained, graphOf, makesCycle } from "./lineage.rules.ts";
import { matching } from "./permissions.rules.ts";
import { roleChanged } from "./role.events.ts";
import { rolesMax } from "./role.inputs.ts";
import { rolesOf } from "./roleGraph.ts";
import type { RoleRow } from "./roleGraph.ts";

export interface RoleDraft {
  key: string;
  name: string;
  description?: string | null | undefined;
  permissions: string[];
  parentId?: string | null | undefined;
  dataScope: DataScope;
}

export interface RoleChange {
  roleId: string;
  name?: string | null | undefined;
  description?: string | null | undefined;
  permissions?: string[] | null | undefined;
  /** null takes the parent away; undefined leaves it. */
  parentId?: string | null | undefined;
  dataScope?: DataScope | null | undefined;
}

/** Changes of the tenant's own roles. Every rule is checked against all roles, under the tenant's lock. */
export class RoleService {
  constructor(
    private readonly db: CoreDatabase,
    private readonly authority: Authority,
    private readonly catalogue: CatalogueService,
  ) {}

  async create(context: RequestContext, draft: RoleDraft): Promise<RoleRow> {
    return this.inRights(context, async (tx, roles) => {
      const own = roles.filter(({ tenantId }) => tenantId !== null);
      if (own.length >= rolesMax)
        throw new AppError("CONFLICT", "ROLES_TOO_MANY", `A tenant has at most ${rolesMax} roles.`);
      if (roles.some(({ key, tenantId }) => key === draft.key && tenantId === null))
        throw keyTaken(draft.key);

      const row: RoleRow = {
        id: v7(),
        tenantId: context.principal.tenantId,
        key: draft.key,
        name: draft.name,
        description: draft.description ?? "",
        dataScope: draft.dataScope,
        parentId: draft.parentId ?? null,
        platformOnly: false,
        permissions: draft.permissions.toSorted(),
      };
      this.check(context, roles, row);

      const { id, tenantId, key, name, description, dataScope, parentId } = row;
      const data = { id, tenantId, key, name, description, dataScope, parentId };
      await tx.role.create({ data, select: { id: true } }).catch((error: unknown) => {
        throw isUniqueViolation(error) ? keyTaken(draft.key) : error;
      });
      await this.writePermissions(tx, row);
      await audit(tx, domain, originOf(context), {
        action: "role.created",
        resourceType: "role",
        resourceId: row.id,
        changes: changesBetween({}, { ...said(row), key: row.key }),
      });
      return row;
    });
  }

  async change(context: RequestContext, change: RoleChange): Promise<RoleRow> {
    return this.inRights(context, async (tx, roles) => {
      const before = ownRole(roles, change.roleId);
      const after: RoleRow = {
        ...before,
        name: change.name ?? before.name,
        description: change.description ?? before.description,
        permissions: change.permissions?.toSorted() ?? before.permissions,
        parentId: change.parentId === undefined ? before.parentId : change.parentId,
        dataScope: change.dataScope ?? before.dataScope,
      };
      this.check(context, roles, after);

      const { name, description, parentId, dataScope } = after;
      await tx.role.update({
        where: { id: after.id },
        data: { name, description, parentId, dataScope },
        select: { id: true },
      });
      await this.writePermissions(tx, after);
      const changes = changesBetween(said(before), said(after));
      if (changes.length === 0) return after;
      const origin = originOf(context);
      await announce(tx, origin, roleChanged, { roleId: after.id });
      await audit(tx, domain, origin, {
        action: "role.changed",
        resourceType: "role",
        resourceId: after.id,
        changes,
      });
      return after;
    });
  }

  async remove(context: RequestContext, roleId: string): Promise<string> {
    return this.inRights(context, async (tx, roles) => {
      const role = ownRole(roles, roleId);
      const holders = await tx.userRole.count({ where: { roleId } });
      const heirs = roles.filter(({ parentId }) => parentId === roleId);
      if (holders > 0 || heirs.length > 0)
        throw new AppError(
          "CONFLICT",
          "ROLE_IN_USE",
          "The role is still held by users or inherited by roles.",
          {
            holders,
            heirs: heirs.map(({ key }) => key),
          },
        );

      await tx.role.delete({ where: { id: roleId }, select: { id: true } });
      await audit(tx, domain, originOf(context), {
        action: "role.deleted",
        resourceType: "role",
        resourceId: roleId,
        changes: [{ field: "key", before: role.key }],
      });
      return roleId;
    });
  }

  private inRights<T>(context: RequestContext, act: (tx: Tx, roles: RoleRow[]) => Promise<T>): Promise<T> {
    return this.db.tenant.$transaction(async (tx) => {
      await lockRights(tx, context.principal.tenantId);
      return act(tx, await rolesOf(tx, context.principal));
    });
  }

  /** The role as it would be: known parent, no circle, known permissions, and nothing given that the caller lacks. */
  private check(context: RequestContext, roles: readonly RoleRow[], row: RoleRow): void {
    const before = graphOf(roles);
    const after = graphOf([...roles.filter(({ id }) => id !== row.id), row]);
    if (row.parentId !== null) {
      if (!before.has(row.parentId)) throw notFound("role", row.parentId);
      if (makesCycle(row.id, row.parentId, after))
        throw new AppError("CONFLICT", "ROLE_CYCLE", "A role cannot inherit from itself.", {
          parentId: row.parentId,
        });
    }
    const unknown = row.permissions.filter(
      (permission) => matching(permission, this.catalogue.entries).length === 0,
    );
    const known = before.get(row.id)?.permissions ?? [];
    if (unknown.some((permission) => !known.includes(permission)))
      throw invalidInput(
        unknown.map((permission) => ({
          path: ["input", "permissions"],
          message: `there is no permission ${permission}`,
        })),
        "PERMISSION_UNKNOWN",
      );
    this.authority.mustHold(context, gained(before, after));
  }

  private async writePermissions(tx: Tx, { id, tenantId, permissions }: RoleRow): Promise<void> {
    await tx.rolePermission.deleteMany({ where: { roleId: id, permission: { notIn: permissions } } });
    const data = permissions.map((permission) => ({ roleId: id, tenantId, permission }));
    await tx.rolePermission.createMany({ data, skipDuplicates: true });
  }
}

function ownRole(roles: readonly RoleRow[], id: string): RoleRow {
  const role = roles.find((row) => row.id === id);
  if (!role) throw notFound("role", id);
  if (role.tenantId !== null) return role;
  throw new AppError("CONFLICT", "ROLE_BUILT_IN", "Built-in roles cannot be changed.", { key: role.key });
}

function said({ name, description, permissions, parentId, dataScope }: RoleRow): Record<string, unknown> {
  return { name, description, permissions, parentId, dataScope };
}

function keyTaken(key: string): AppError {
  return new AppError("CONFLICT", "ROLE_KEY_TAKEN", `There is already a role ${key}.`, { key });
}
