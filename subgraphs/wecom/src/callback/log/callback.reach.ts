import type { Prisma } from "@wegraph/db-wecom/client";
import { scopeFor } from "@wegraph/kit/principal";
import type { Permission, Principal } from "@wegraph/kit/principal";
import { withinReach } from "../../account/account.scope.ts";
import type { WecomDatabase } from "../../wecom.database.ts";

/** Whose callbacks are whose: those that came to the accounts a right reaches. */
export class CallbackReach {
  constructor(private readonly db: WecomDatabase) {}

  /** Null for the whole tenant. */
  async accountIds(principal: Principal, permission: Permission): Promise<string[] | null> {
    if (scopeFor(principal, permission) === "TENANT") return null;
    const rows = await this.db.tenant.account.findMany({
      where: withinReach(principal, permission),
      select: { id: true },
    });
    return rows.map(({ id }) => id);
  }

  async condition(principal: Principal, permission: Permission): Promise<Prisma.CallbackLogWhereInput> {
    const ids = await this.accountIds(principal, permission);
    return ids === null ? {} : { accountId: { in: ids } };
  }

  /** Whether an account's callbacks are the caller's to see, as the accounts are now. */
  async accountTest(principal: Principal, permission: Permission): Promise<(accountId: string) => boolean> {
    const ids = await this.accountIds(principal, permission);
    const mine = ids && new Set(ids);
    return (accountId) => !mine || mine.has(accountId);
  }
}
