import { covers, dataScopes } from "@wegraph/kit/principal";
import type { DataScope } from "@wegraph/kit/principal";

/** A permission, or a pattern of them, and how far it reaches. */
export interface Grant {
  permission: string;
  scope: DataScope;
}

export interface CatalogueEntry {
  /** "resource:action" */
  id: string;
  description: string;
  /** Means something in the platform's own tenant only. */
  platformOnly?: boolean;
}

/** "account:read", "account:*", "*:read", "*:*". */
export const permissionForm = /^([a-z][a-z0-9-]*|\*):([a-z][a-z0-9-]*|\*)$/;

function isPattern(permission: string): boolean {
  return permission.includes("*");
}

export function reaches(scope: DataScope, asked: DataScope): boolean {
  return dataScopes.indexOf(scope) >= dataScopes.indexOf(asked);
}

/** The permissions of the catalogue a pattern stands for. */
export function matching(pattern: string, catalogue: readonly CatalogueEntry[]): CatalogueEntry[] {
  return catalogue.filter(({ id }) => covers(pattern, id));
}

/**
 * The grants as they count in a tenant. A customer's tenant never holds a platform right: a pattern that would
 * cover one is replaced by the ordinary permissions it stands for. Of two grants of one permission the wider stays.
 */
export function grantsIn(
  tenant: { isPlatform: boolean },
  held: readonly Grant[],
  catalogue: readonly CatalogueEntry[],
): Grant[] {
  const widest = new Map<string, DataScope>();
  for (const { permission, scope } of held) {
    for (const kept of tenant.isPlatform ? [permission] : withoutPlatformRights(permission, catalogue)) {
      const known = widest.get(kept);
      if (!known || reaches(scope, known)) widest.set(kept, scope);
    }
  }
  return [...widest].map(([permission, scope]) => ({ permission, scope }));
}

function withoutPlatformRights(permission: string, catalogue: readonly CatalogueEntry[]): string[] {
  const stands = matching(permission, catalogue);
  if (!stands.some((entry) => entry.platformOnly)) return [permission];
  return stands.filter((entry) => !entry.platformOnly).map(({ id }) => id);
}

/**
 * What of `wanted` the holder could not give, because it does not hold it that far itself. A pattern is held
 * by a pattern at least as wide, or by every permission of the catalogue it stands for.
 */
export function lacking(
  held: readonly Grant[],
  wanted: readonly Grant[],
  catalogue: readonly CatalogueEntry[],
): Grant[] {
  const holds = ({ permission, scope }: Grant) =>
    held.some((grant) => covers(grant.permission, permission) && reaches(grant.scope, scope));
  return wanted.filter((grant) => {
    if (holds(grant)) return false;
    if (!isPattern(grant.permission)) return true;
    const stands = matching(grant.permission, catalogue);
    return stands.length === 0 || !stands.every(({ id }) => holds({ permission: id, scope: grant.scope }));
  });
}

/** The permissions a caller has, spelled out: what a console decides by what to offer. */
export function spelledOut(held: readonly Grant[], catalogue: readonly CatalogueEntry[]): string[] {
  return catalogue.map(({ id }) => id).filter((id) => held.some(({ permission }) => covers(permission, id)));
}

export function widestScope(held: readonly Grant[]): DataScope {
  return held.reduce<DataScope>((widest, { scope }) => (reaches(scope, widest) ? scope : widest), "OWN");
}
