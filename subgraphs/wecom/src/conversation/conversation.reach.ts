import type { Prisma } from "@wegraph/db-wecom/client";
import { notFound } from "@wegraph/kit/errors";
import { refusal, scopeFor } from "@wegraph/kit/principal";
import type { Permission, Principal } from "@wegraph/kit/principal";
import { withinReach } from "../account/account.scope.ts";
import { reaches } from "@wegraph/kit/reach";
import type { Belonging } from "@wegraph/kit/reach";
import type { WecomDatabase } from "../wecom.database.ts";

export type ConversationRow = Prisma.ConversationGetPayload<object>;

/** What decides whose a conversation is: its account's people, and whom it is assigned to. */
export interface ConversationFacts extends Belonging {
  assigneeId: string | null;
}

/**
 * Whether the permission, in the scope it was granted, reaches a conversation. OWN: it is assigned to the caller.
 * BOUND, DEPARTMENT: that, or its account is within the scope.
 */
export function reachesConversation(
  principal: Principal,
  permission: Permission,
  facts: ConversationFacts,
): boolean {
  const scope = scopeFor(principal, permission);
  if (scope === null || scope === "TENANT") return scope !== null;
  if (facts.assigneeId === principal.id) return true;
  return scope !== "OWN" && reaches(principal, permission, facts);
}

/** The same as conditions for the database. */
export class ConversationReach {
  constructor(private readonly db: WecomDatabase) {}

  async condition(principal: Principal, permission: Permission): Promise<Prisma.ConversationWhereInput> {
    const scope = scopeFor(principal, permission);
    if (scope === null) return { id: { in: [] } };
    if (scope === "TENANT") return {};
    if (scope === "OWN") return { assigneeId: principal.id };
    const accounts = await this.db.tenant.account.findMany({
      where: withinReach(principal, permission),
      select: { id: true },
    });
    return { OR: [{ assigneeId: principal.id }, { accountId: { in: accounts.map(({ id }) => id) } }] };
  }

  /** @throws AppError NOT_FOUND for a conversation the caller may not see, FORBIDDEN for one they may only see. */
  async demand(principal: Principal, id: string, permission: Permission): Promise<ConversationRow> {
    const row = await this.db.tenant.conversation.findFirst({
      where: { AND: [{ id }, await this.condition(principal, "conversation:read")] },
    });
    if (!row) throw notFound("conversation", id);
    if (permission !== "conversation:read" && !(await this.mayAct(principal, id, permission)))
      throw refusal(principal, [permission]);
    return row;
  }

  async mayAct(principal: Principal, id: string, permission: Permission): Promise<boolean> {
    const where = { AND: [{ id }, await this.condition(principal, permission)] };
    return (await this.db.tenant.conversation.count({ where })) > 0;
  }
}
