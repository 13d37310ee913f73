import { Prisma } from "@wegraph/db-wecom/client";
import { v7 } from "uuid";
import type { Tx } from "../wecom.database.ts";
import type { ConversationKind, ConversationState } from "./conversation.enums.ts";

export interface LockedConversation {
  id: string;
  tenantId: string;
  accountId: string;
  kind: ConversationKind;
  recipient: string;
  name: string;
  state: string;
  assigneeId: string | null;
  unread: number;
  version: number;
  kfState: number | null;
  kfStateAt: Date | null;
  lastMessageId: string | null;
  lastMessageAt: Date;
  lastDirection: string | null;
  lastType: string | null;
  lastPreview: string;
  lastIncomingAt: Date | null;
}

export interface Wanted {
  tenantId: string;
  accountId: string;
  kind: ConversationKind;
  recipient: string;
  /** Where a new one stands in the list. */
  at: Date;
}

/** What there is one conversation for. */
export function keyOf({
  accountId,
  kind,
  recipient,
}: Pick<Wanted, "accountId" | "kind" | "recipient">): string {
  return `${accountId} ${kind} ${recipient}`;
}

/** The conversation of an account with somebody, made (with version 0) if there is none, and kept from others until the transaction ends. */
export async function lockConversation(tx: Tx, wanted: Wanted): Promise<LockedConversation> {
  const made = (await lockConversations(tx, [wanted])).get(keyOf(wanted));
  if (!made) throw new Error("a conversation that was just made is not there");
  return made;
}

/** The same for many of one tenant, by `keyOf`; taken in the order of their ids, so that two never wait for each other. */
export async function lockConversations(
  tx: Tx,
  wanted: readonly Wanted[],
): Promise<Map<string, LockedConversation>> {
  const distinct = [...new Map(wanted.map((each) => [keyOf(each), each])).values()];
  const known = await locked(tx, distinct);
  const missing = distinct.filter((each) => !known.has(keyOf(each)));
  if (missing.length === 0) return known;
  const column = <T>(read: (each: Wanted) => T) => missing.map(read);
  await tx.$executeRaw`
    INSERT INTO wework_conversations (id, tenant_id, account_id, kind, recipient, name, search_text, state, last_message_at, version,
      created_at, updated_at)
    SELECT n.id, n.tenant_id, n.account_id, n.kind, n.recipient, n.name, lower(n.recipient), 'OPEN', n.at, 0, now(), now()
    FROM unnest(${column(() => v7())}::uuid[], ${column(({ tenantId }) => tenantId)}::uuid[], ${column(({ accountId }) => accountId)}::uuid[],
      ${column(({ kind }) => kind)}::text[], ${column(({ recipient }) => recipient)}::text[],
      ${column(({ recipient }) => unnamed(recipient))}::text[], ${column(({ at }) => at.toISOString())}::timestamptz[])
      AS n (id, tenant_id, account_id, kind, recipient, name, at)
    ORDER BY n.account_id, n.kind, n.recipient
    ON CONFLICT DO NOTHING`;
  return new Map([...known, ...(await locked(tx, missing))]);
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
  unread, version, kf_state AS "kfState", kf_state_at AS "kfStateAt", last_message_id AS "lastMessageId", last_message_at AS "lastMessageAt",
  last_direction AS "lastDirection", last_type AS "lastType", last_preview AS "lastPreview", last_incoming_at AS "lastIncomingAt"`;

async function locked(tx: Tx, wanted: readonly Wanted[]): Promise<Map<string, LockedConversation>> {
  const rows = await tx.$queryRaw<LockedConversation[]>`
    SELECT ${columns} FROM wework_conversations
    WHERE (account_id, kind, recipient) IN (
      SELECT * FROM unnest(${wanted.map(({ accountId }) => accountId)}::uuid[], ${wanted.map(({ kind }) => kind)}::text[],
        ${wanted.map(({ recipient }) => recipient)}::text[]))
      AND tenant_id = ANY(${[...new Set(wanted.map(({ tenantId }) => tenantId))]}::uuid[])
    ORDER BY id FOR UPDATE`;
  return new Map(rows.map((row) => [keyOf(row), row]));
}
