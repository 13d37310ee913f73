import type { Prisma } from "@wegraph/db-wecom/client";
import { scopeFor } from "@wegraph/kit/principal";
import type { Permission, Principal } from "@wegraph/kit/principal";
import { withinReach } from "../account/account.scope.ts";
import type { WecomDatabase } from "../wecom.database.ts";

/**
 * Whose alerts are whose: those of the accounts that the right reaches. Alerts of deleted accounts are for those who see
 * the whole tenant. A condition rather than a join: an alert outlives its account, so there is nothing to join by.
 */
export async function alertsWithinReach(
  db: WecomDatabase,
  principal: Principal,
  permission: Permission,
): Promise<Prisma.AccountAlertWhereInput> {
  if (scopeFor(principal, permission) === "TENANT") return {};
  const rows = await db.tenant.account.findMany({
    where: withinReach(principal, permission),
    select: { id: true },
  });
  return { accountId: { in: rows.map(({ id }) => id) } };
}
