import { announce } from "@wegraph/kit/outbox";
import type { Origin } from "@wegraph/kit/outbox";
import type { Tx } from "../wecom.database.ts";
import { conversationChanged } from "./conversation.events.ts";
import type { ConversationKind } from "./conversation.enums.ts";

/** What of an account decides who may hear of its conversations. */
export interface AccountReach {
  ownerUserId: string | null;
  boundUserIds: string[];
  department: string | null;
}

/** Null for an account that is gone: only those with the whole tenant hear of what is left of it. */
export async function accountReach(tx: Tx, id: string): Promise<AccountReach | null> {
  return (await accountReaches(tx, [id])).get(id) ?? null;
}

/** The same of several; those that are gone are missing. */
export async function accountReaches(tx: Tx, ids: readonly string[]): Promise<Map<string, AccountReach>> {
  const rows = await tx.account.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, ownerUserId: true, boundUserIds: true, department: true },
  });
  return new Map(rows.map(({ id, ...reach }) => [id, reach]));
}

export const nobodys: AccountReach = { ownerUserId: null, boundUserIds: [], department: null };

export interface ChangedConversation {
  conversationId: string;
  accountId: string;
  kind: ConversationKind;
  assigneeId: string | null;
  previousAssigneeId?: string | null;
  version: number;
}

export async function announceConversation(
  tx: Tx,
  origin: Origin,
  { previousAssigneeId = null, ...changed }: ChangedConversation,
  reach: AccountReach | null,
): Promise<void> {
  await announce(tx, origin, conversationChanged, { ...changed, previousAssigneeId, ...(reach ?? nobodys) });
}
