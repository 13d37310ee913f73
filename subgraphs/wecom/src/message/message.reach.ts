import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import { refusal, scopeFor } from "@wegraph/kit/principal";
import type { Permission, Principal } from "@wegraph/kit/principal";
import type { Prisma } from "@wegraph/db-wecom/client";
import { withinReach } from "../account/account.scope.ts";
import type { WecomDatabase } from "../wecom.database.ts";
import { placesOf } from "./message.id.ts";

type MessageRow = Prisma.MessageGetPayload<object>;
type BatchRow = Prisma.MessageBatchGetPayload<object>;

/**
 * Whose messages are whose: those of the accounts that the right reaches. A batch may be of several accounts; it
 * belongs to who ordered it, and to those who see the whole tenant.
 */
export class MessageReach {
  constructor(private readonly db: WecomDatabase) {}

  /** The accounts whose messages the right reaches, as a condition; nothing for the whole tenant. */
  async condition(principal: Principal, permission: Permission): Promise<Prisma.MessageWhereInput> {
    if (scopeFor(principal, permission) === "TENANT") return {};
    return { accountId: { in: await this.accountIds(principal, permission) } };
  }

  /** The same as ids, for statements of our own; null for the whole tenant. */
  async accountCondition(principal: Principal, permission: Permission): Promise<string[] | null> {
    return scopeFor(principal, permission) === "TENANT" ? null : this.accountIds(principal, permission);
  }

  /** @throws AppError NOT_FOUND for a message the caller may not see, FORBIDDEN for one it may only see. */
  async demand({ principal }: RequestContext, id: string, permission: Permission): Promise<MessageRow> {
    const { ids, createdAts } = placesOf([id]);
    const row = await this.db.tenant.message.findFirst({
      where: { direction: "OUT", id: { in: ids }, createdAt: { in: createdAts } },
    });
    if (!row || !(await this.reaches(principal, "message:read", row.accountId)))
      throw notFound("message", id);
    if (!(await this.reaches(principal, permission, row.accountId))) throw refusal(principal, [permission]);
    return row;
  }

  async demandBatch({ principal }: RequestContext, id: string, permission: Permission): Promise<BatchRow> {
    const row = await this.db.tenant.messageBatch.findFirst({ where: { id } });
    if (!row || !isVisible(principal, row)) throw notFound("message batch", id);
    if (scopeFor(principal, permission) === null) throw refusal(principal, [permission]);
    return row;
  }

  /** Whether an account's messages are the caller's to see, as the accounts are now. */
  async accountTest(principal: Principal, permission: Permission): Promise<(accountId: string) => boolean> {
    if (scopeFor(principal, permission) === "TENANT") return () => true;
    const ids = new Set(await this.accountIds(principal, permission));
    return (accountId) => ids.has(accountId);
  }

  private async reaches(principal: Principal, permission: Permission, accountId: string): Promise<boolean> {
    const scope = scopeFor(principal, permission);
    if (scope === null || scope === "TENANT") return scope !== null;
    const where = { AND: [{ id: accountId }, withinReach(principal, permission)] };
    return (await this.db.tenant.account.count({ where })) > 0;
  }

  private async accountIds(principal: Principal, permission: Permission): Promise<string[]> {
    const rows = await this.db.tenant.account.findMany({
      where: withinReach(principal, permission),
      select: { id: true },
    });
    return rows.map(({ id }) => id);
  }
}

/** Who sees the whole tenant sees all its batches; others see their own. */
export function isVisible(principal: Principal, batch: { createdById: string | null }): boolean {
  const scope = scopeFor(principal, "message:read");
  return scope === "TENANT" || (scope !== null && batch.createdById === principal.id);
}
