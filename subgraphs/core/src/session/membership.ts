import { AppError, notFound } from "@wegraph/kit/errors";
import type { Tx } from "../database.ts";
import { tenantColumns } from "../tenant/tenantRow.ts";
import type { TenantRow } from "../tenant/tenantRow.ts";

/** The tenants a user belongs to, the longest-standing first, without the deleted ones. */
export function tenantsOf(tx: Pick<Tx, "tenant">, userId: string): Promise<TenantRow[]> {
  return tx.tenant.findMany({
    where: { status: { not: "DELETED" }, members: { some: { userId } } },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: tenantColumns,
  });
}

/**
 * The tenant a person enters: the one asked for, else the one used last, else the first that is open.
 * @throws AppError NOT_FOUND for a tenant that is not theirs; CONFLICT for a suspended one; UNAUTHENTICATED when
 * there is none to enter.
 */
export async function tenantToEnter(
  tx: Pick<Tx, "tenant">,
  userId: string,
  { asked, last }: { asked?: string | null | undefined; last?: string | null },
): Promise<TenantRow> {
  const tenants = await tenantsOf(tx, userId);
  if (asked != null) {
    const tenant = tenants.find(({ id }) => id === asked);
    if (!tenant) throw notFound("tenant", asked);
    if (tenant.status === "ACTIVE") return tenant;
    throw new AppError("CONFLICT", "TENANT_SUSPENDED", "This tenant is suspended.", { tenantId: asked });
  }
  const open = tenants.filter(({ status }) => status === "ACTIVE");
  const tenant = open.find(({ id }) => id === last) ?? open[0];
  if (tenant) return tenant;
  throw new AppError("UNAUTHENTICATED", "TENANT_UNAVAILABLE", "There is no active tenant you belong to.");
}
