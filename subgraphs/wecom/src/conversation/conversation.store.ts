import { Prisma } from "@wegraph/db-wecom/client";
import { v7 } from "uuid";
import type { Tx } from "../wecom.database.ts";
import type { ConversationKind, ConversationState } from "./conversation.enums.ts";

export interface LockedConversation {
  id: string;
  tenantId: string;
  accountId: string;
  kind: string;
  recipient: string;
  name: string;
  state: string;
  assigneeId: string | null;
  unread: number;
  version: number;
  lastMessageAt: Date;
  lastIncomingAt: Date | null;
}

interface Wanted {
  tenantId: string;
  accountId: string;
  kind: ConversationKind;
  recipient: string;
  /** Where a new one stands in the list. */
  at: Date;
}

/** The conversation of an account with somebody, made (with version 0) if there is none, and kept from others until the transaction ends. */
export async function lockConversation(tx: Tx, wanted: Wanted): Promise<LockedConversation> {
  const known = await locked(tx, wanted);
  if (known) return known;
  const { tenantId, accountId, kind, recipient, at } = wanted;
  const name = unnamed(recipient);
  await tx.$executeRaw`
    INSERT INTO wework_conversations (id, tenant_id, account_id, kind, recipient, name, search_text, state, last_message_at, version,
      created_at, updated_at)
    VALUES (${v7()}::uuid, ${tenantId}::uuid, ${accountId}::uuid, ${kind}, ${recipient}, ${name}, ${recipient.toLowerCase()}, 'OPEN',
      ${at}::timestamptz, 0, now(), now())
    ON CONFLICT DO NOTHING`;
  const made = await locked(tx, wanted);
  if (!made) throw new Error("a conversation that was just made is not there");
  return made;
}

/** What a conversation is called while no name is known: WeCom's id of the other side. */
export function unnamed(recipient: string): string {
  return recipient.split("/").at(-1) ?? recipient;
}

/** The same by its id; null for none of the tenant. */
export async function lockById(tx: Tx, id: string): Promise<LockedConversation | null> {
  const rows = await tx.$queryRaw<LockedConversation[]>`
    SELECT ${columns} FROM wework_conversations WHERE id = ${id}::uuid FOR UPDATE`;
  return rows[0] ?? null;
}

export interface ConversationChanges {
  state?: ConversationState;
  assigneeId?: string | null;
  unread?: number;
}

/** Returns the version it then has. */
export async function writeConversation(
  tx: Tx,
  { id, version }: LockedConversation,
  changes: ConversationChanges,
): Promise<number> {
  const next = version + 1;
  await tx.conversation.update({ where: { id }, data: { ...changes, version: next, updatedAt: new Date() } });
  return next;
}

const columns = Prisma.sql`id, tenant_id AS "tenantId", account_id AS "accountId", kind, recipient, name, state, assignee_id AS "assigneeId",
  unread, version, last_message_at AS "lastMessageAt", last_incoming_at AS "lastIncomingAt"`;

async function locked(
  tx: Tx,
  { tenantId, accountId, kind, recipient }: Wanted,
): Promise<LockedConversation | undefined> {
  const rows = await tx.$queryRaw<LockedConversation[]>`
    SELECT ${columns} FROM wework_conversations
    WHERE account_id = ${accountId}::uuid AND kind = ${kind} AND recipient = ${recipient} AND tenant_id = ${tenantId}::uuid
    FOR UPDATE`;
  return rows[0];
}
