import type { RequestContext } from "@wegraph/kit/context";
import { inOrder } from "@wegraph/kit/context";
import { keysetPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import { can } from "@wegraph/kit/principal";
import type { Principal } from "@wegraph/kit/principal";
import type { Prisma } from "@wegraph/db-core/client";
import type { CoreDatabase } from "../database.ts";
import { tenantsOf } from "../session/membership.ts";
import type { TenantStatus } from "./tenant.rules.ts";
import { tenantColumns } from "./tenantRow.ts";
import type { TenantRow } from "./tenantRow.ts";

const purpose = "tenant-directory";

const newestFirst: readonly OrderColumn[] = [
  { field: "createdAt", direction: "desc", kind: "date" },
  { field: "id", direction: "desc", kind: "uuid" },
];

/** Reading tenants: everybody their own, the platform's administrators all of them. */
export class TenantDirectory {
  constructor(private readonly db: CoreDatabase) {}

  /** null for a tenant the caller may not know of, as for one that does not exist. */
  find(context: RequestContext, id: string): Promise<TenantRow | null> {
    return context.loader(this.load).load(id);
  }

  page(
    { search, status }: { search?: string | null | undefined; status?: TenantStatus | null | undefined },
    args: PageArgs,
  ): Promise<Page<TenantRow>> {
    const contains =
      search == null || search === "" ? null : { contains: search, mode: "insensitive" as const };
    const where: Prisma.TenantWhereInput = {
      ...(contains && { OR: [{ name: contains }, { slug: contains }] }),
      ...(status != null && { status }),
    };
    const { tenant } = this.db.system(purpose);
    return keysetPage(
      args,
      newestFirst,
      (keyset) =>
        tenant.findMany({
          where: { AND: [where, keyset.where] },
          orderBy: keyset.orderBy,
          take: keyset.take,
          select: tenantColumns,
        }),
      () => tenant.count({ where }),
    );
  }

  /** The tenants a person can switch to, and those of theirs that are suspended. */
  ofUser(userId: string): Promise<TenantRow[]> {
    return tenantsOf(this.db.system(purpose), userId);
  }

  /** For domains that count by tenants' days. @param ids null for all whose data are still there. */
  timeZones(ids: readonly string[] | null): Promise<{ id: string; timeZone: string }[]> {
    return this.db.system(purpose).tenant.findMany({
      where: ids ? { id: { in: [...ids] } } : { purgedAt: null },
      select: { id: true, timeZone: true },
    });
  }

  /** Of a tenant that was already shown to the caller. */
  userCount(context: RequestContext, id: string): Promise<number> {
    return context.loader(this.countUsers).load(id);
  }

  private readonly load = async (
    ids: readonly string[],
    { principal }: RequestContext,
  ): Promise<(TenantRow | null)[]> => {
    const where = { id: { in: [...ids] } };
    const client = managesTenants(principal) ? this.db.system(purpose) : this.db.tenant;
    return inOrder(ids, await client.tenant.findMany({ where, select: tenantColumns }));
  };

  private readonly countUsers = async (ids: readonly string[]): Promise<number[]> => {
    const rows = await this.db.system(purpose).$queryRaw<{ id: string; count: number }[]>`
      SELECT tenant_id AS id, count(DISTINCT user_id)::integer AS count
      FROM saas_user_roles WHERE tenant_id = ANY (${[...ids]}::uuid[]) GROUP BY tenant_id`;
    const counts = new Map(rows.map(({ id, count }) => [id, count]));
    return ids.map((id) => counts.get(id) ?? 0);
  };
}

export function managesTenants(principal: Principal): boolean {
  return principal.isPlatform && can(principal, "tenant:manage");
}
