import type { Prisma } from "@wegraph/db-wecom/client";
import { scopeFor } from "@wegraph/kit/principal";
import type { Permission, Principal } from "@wegraph/kit/principal";
import type { WecomDatabase } from "../wecom.database.ts";
import type { AccountStatus } from "./account.machine.ts";
import { withinReach } from "./account.scope.ts";
import { searchText } from "./account.store.ts";

export interface AccountFilterValues {
  statuses?: AccountStatus[] | null | undefined;
  connector?: string | null | undefined;
  group?: string | null | undefined;
  tags?: string[] | null | undefined;
  healthMin?: number | null | undefined;
  healthMax?: number | null | undefined;
  search?: string | null | undefined;
  ownerId?: string | null | undefined;
  corpId?: string | null | undefined;
}

/** Up to so many ids are worth naming; a condition that more accounts meet finds a page soon without an index. */
const narrowMax = 2_000;

/** The accounts a caller may see and asked for, as a condition that Postgres can answer from an index. */
export async function filterCondition(
  db: WecomDatabase,
  principal: Principal,
  permission: Permission,
  filter: AccountFilterValues,
): Promise<Prisma.AccountWhereInput> {
  const narrowed = await narrow(db, principal, permission, filter);
  const AND: Prisma.AccountWhereInput[] = [
    { deletedAt: null },
    withinReach(principal, permission),
    ...plain(filter),
  ];
  if (narrowed) AND.push({ id: { in: narrowed } });
  return { AND };
}

function plain(filter: AccountFilterValues): Prisma.AccountWhereInput[] {
  const { statuses, connector, group, tags, healthMin, healthMax, search, ownerId, corpId } = filter;
  const conditions: Prisma.AccountWhereInput[] = [];
  if (statuses) conditions.push({ status: { in: statuses } });
  if (connector) conditions.push({ connector });
  if (group) conditions.push({ groupName: group });
  if (tags?.length) conditions.push({ tags: { hasEvery: tags } });
  if (healthMin != null) conditions.push({ healthScore: { gte: healthMin } });
  if (healthMax != null) conditions.push({ healthScore: { lte: healthMax } });
  if (search) conditions.push({ searchText: { contains: likePattern(search) } });
  if (ownerId) conditions.push({ ownerUserId: ownerId });
  if (corpId) conditions.push({ corpId });
  return conditions;
}

/**
 * Ids by the conditions whose indexes row-level security would leave idle (see wegraph_narrow_accounts in the
 * migration), or null when there is no such condition, or too many accounts meet it.
 */
async function narrow(
  { tenant }: WecomDatabase,
  principal: Principal,
  permission: Permission,
  { search, tags }: AccountFilterValues,
): Promise<string[] | null> {
  const pattern = search ? `%${likePattern(search)}%` : null;
  const wanted = tags?.length ? tags : null;
  const boundTo = scopeFor(principal, permission) === "BOUND" ? principal.id : null;
  if (pattern === null && wanted === null && boundTo === null) return null;
  const rows = await tenant.$queryRaw<{ id: string }[]>`
    SELECT id FROM wegraph_narrow_accounts(${pattern}, ${wanted}::text[], ${boundTo}::uuid, ${narrowMax + 1}::int) AS id`;
  return rows.length > narrowMax ? null : rows.map(({ id }) => id);
}

/** A person's % and _ are themselves, not wildcards. */
function likePattern(search: string): string {
  return searchText(search).replaceAll(/[\\%_]/g, "\\$&");
}
