import { createHash } from "node:crypto";
import { Prisma } from "@wegraph/db-wecom/client";
import type { Tx } from "../wecom.database.ts";
import type { Lane, MessageType, RecipientKind } from "./message.enums.ts";

/** A message as it is accepted. */
export interface NewMessage {
  id: string;
  accountId: string;
  isRouted: boolean;
  batchIndex: number | null;
  type: MessageType;
  recipientKind: RecipientKind;
  recipient: string;
  /** Of a CUSTOMER: the employee who is to confirm it, and what takes it along. */
  via: string | null;
  groupSendId: string | null;
  content: unknown;
  retryOfId: string | null;
  /** Not before; null for at once. */
  dueAt: Date | null;
}

export interface NewMessages {
  tenantId: string;
  lane: Lane;
  createdAt: Date;
  batchId: string | null;
  templateId: string | null;
  createdById: string | null;
  /** When what is sent at once is looked at again, should its job be lost. */
  requeueMs: number;
  messages: readonly NewMessage[];
}

/** What a group send takes along is not for the sweep to find. */
const notBySweep = new Date("9999-01-01T00:00:00Z");

/** All of them with one statement. */
export async function insertMessages(tx: Tx, given: NewMessages): Promise<void> {
  const { messages, tenantId, createdAt, lane, batchId, templateId, createdById, requeueMs } = given;
  const column = <T>(read: (message: NewMessage) => T) => messages.map(read);
  await tx.$executeRaw`
    INSERT INTO wework_message_records (id, created_at, tenant_id, account_id, is_routed, batch_id, batch_index, template_id,
      retry_of_id, lane, type, recipient_kind, recipient, via, group_send_id, content, content_hash, status, scheduled_at, queued_at,
      due_at, created_by_id)
    SELECT n.id, ${createdAt}::timestamptz, ${tenantId}::uuid, n.account_id, n.is_routed, ${batchId}::uuid, n.batch_index, ${templateId}::uuid,
      n.retry_of_id, ${lane}, n.type, n.recipient_kind, n.recipient, n.via, n.group_send_id, n.content::jsonb, decode(n.content_hash, 'hex'),
      CASE WHEN n.due_at IS NULL THEN 'QUEUED' ELSE 'PENDING' END, n.due_at, CASE WHEN n.due_at IS NULL THEN ${createdAt}::timestamptz END,
      CASE WHEN n.group_send_id IS NULL THEN coalesce(n.due_at, now() + ${requeueMs}::float8 * interval '1 millisecond')
        ELSE ${notBySweep}::timestamptz END, ${createdById}::uuid
    FROM unnest(${column(({ id }) => id)}::uuid[], ${column(({ accountId }) => accountId)}::uuid[],
      ${column(({ isRouted }) => isRouted)}::boolean[], ${column(({ batchIndex }) => batchIndex)}::int[],
      ${column(({ retryOfId }) => retryOfId)}::uuid[], ${column(({ type }) => type)}::text[],
      ${column(({ recipientKind }) => recipientKind)}::text[], ${column(({ recipient }) => recipient)}::text[],
      ${column(({ via }) => via)}::text[], ${column(({ groupSendId }) => groupSendId)}::uuid[],
      ${column(({ content }) => JSON.stringify(content))}::text[], ${column(hashOf)}::text[],
      ${column(({ dueAt }) => dueAt?.toISOString() ?? null)}::timestamptz[])
      AS n (id, account_id, is_routed, batch_index, retry_of_id, type, recipient_kind, recipient, via, group_send_id, content, content_hash, due_at)`;
}

/** Equal for messages that WeCom would take for the same: sixteen bytes of SHA-256, as hexadecimal. */
export function hashOf({
  type,
  recipientKind,
  recipient,
  content,
}: Pick<NewMessage, "type" | "recipientKind" | "recipient" | "content">): string {
  const text = JSON.stringify([type, recipientKind, recipient, content]);
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

/** Limits a statement to the partitions that messages of these moments are in. */
export function withinMoments(createdAts: readonly Date[]): Prisma.Sql {
  const times = createdAts.map((at) => at.getTime());
  const [first, last] = [new Date(Math.min(...times)), new Date(Math.max(...times))];
  return Prisma.sql`m.created_at BETWEEN ${first}::timestamptz AND ${last}::timestamptz`;
}
