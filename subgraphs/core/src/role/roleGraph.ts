import type { Tx } from "../database.ts";
import type { RoleNode } from "./lineage.rules.ts";

/** A role as it is stored, with its own permissions in alphabetical order. */
export interface RoleRow extends RoleNode {
  tenantId: string | null;
  key: string;
  name: string;
  description: string;
  platformOnly: boolean;
  permissions: string[];
}

/** Every role the tenant can use: its own and the built-in ones, without those that are the platform's alone. */
export async function rolesOf(
  tx: Pick<Tx, "role">,
  { tenantId, isPlatform }: { tenantId: string; isPlatform: boolean },
): Promise<RoleRow[]> {
  const rows = await tx.role.findMany({
    where: { OR: [{ tenantId: null }, { tenantId }], ...(isPlatform ? {} : { platformOnly: false }) },
    select: {
      id: true,
      tenantId: true,
      key: true,
      name: true,
      description: true,
      dataScope: true,
      parentId: true,
      platformOnly: true,
      permissions: { select: { permission: true }, orderBy: { permission: "asc" } },
    },
    orderBy: [{ tenantId: { sort: "asc", nulls: "first" } }, { id: "asc" }],
  });
  return rows.map(({ permissions, ...row }) => ({
    ...row,
    permissions: permissions.map(({ permission }) => permission),
  }));
}
