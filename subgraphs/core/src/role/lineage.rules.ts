import { covers } from "@wegraph/kit/principal";
import type { DataScope } from "@wegraph/kit/principal";
import { reaches } from "./permissions.rules.ts";
import type { Grant } from "./permissions.rules.ts";

/** A role as far as inheritance goes. */
export interface RoleNode {
  id: string;
  parentId: string | null;
  dataScope: DataScope;
  /** Its own, without the inherited. */
  permissions: readonly string[];
}

export type RoleGraph = ReadonlyMap<string, RoleNode>;

export function graphOf(roles: readonly RoleNode[]): RoleGraph {
  return new Map(roles.map((role) => [role.id, role]));
}

/** The role, its parent, and so on; a role that comes up twice ends the walk, so a cycle cannot hang anything. */
export function lineage(id: string, graph: RoleGraph): RoleNode[] {
  const seen = new Map<string, RoleNode>();
  for (let next: string | null = id; next !== null && !seen.has(next);) {
    const role = graph.get(next);
    if (!role) break;
    seen.set(next, role);
    next = role.parentId;
  }
  return [...seen.values()];
}

/** Whether a role given this parent would inherit from itself. */
export function makesCycle(id: string, parentId: string, graph: RoleGraph): boolean {
  return lineage(parentId, graph).some((ancestor) => ancestor.id === id);
}

/** Own and inherited permissions, in alphabetical order. */
export function effectivePermissions(id: string, graph: RoleGraph): string[] {
  return [...new Set(lineage(id, graph).flatMap((role) => role.permissions))].toSorted();
}

/** What holding the role means: all its permissions reach as far as the role itself, the inherited ones too. */
export function effectiveGrants(id: string, graph: RoleGraph): Grant[] {
  const scope = graph.get(id)?.dataScope;
  return scope ? effectivePermissions(id, graph).map((permission) => ({ permission, scope })) : [];
}

/**
 * What a change of the roles gives to anybody who did not have it: the changed role's holders, and those of every
 * role that inherits from it, at that role's own scope.
 */
export function gained(before: RoleGraph, after: RoleGraph): Grant[] {
  return [...after.keys()].flatMap((id) => {
    const had = effectiveGrants(id, before);
    return effectiveGrants(id, after).filter(
      ({ permission, scope }) =>
        !had.some((old) => covers(old.permission, permission) && reaches(old.scope, scope)),
    );
  });
}
