import type { Tx } from "../wecom.database.ts";
import { secondOf } from "./conversation.rules.ts";
import { keyOf } from "./conversation.store.ts";
import type { Incoming } from "./incoming.store.ts";
import type { Standing } from "./incoming.rules.ts";

/** A message with its place among the records. */
export interface PlacedMessage extends Incoming {
  id: string;
  at: Date;
}

const secondMs = 1_000;

/** What came in within the same seconds, by conversation; times bound what is looked at to their partitions. */
export async function standingAround(
  tx: Tx,
  messages: readonly Incoming[],
): Promise<Map<string, Standing[]>> {
  const [first] = messages;
  if (!first) return new Map();
  const seconds = messages.map(({ sentAt }) => secondOf(sentAt));
  const times = seconds.map((second) => second.getTime());
  const [from, to] = [new Date(Math.min(...times)), new Date(Math.max(...times) + secondMs)];
  const rows = await tx.$queryRaw<(Standing & Pick<Incoming, "accountId" | "kind" | "recipient">)[]>`
    SELECT r.account_id AS "accountId", r.recipient_kind AS kind, r.recipient, r.created_at AS at,
      r.wecom_message_id AS "wecomMessageId"
    FROM unnest(${messages.map(({ accountId }) => accountId)}::uuid[], ${messages.map(({ kind }) => kind)}::text[],
      ${messages.map(({ recipient }) => recipient)}::text[], ${seconds.map((second) => second.toISOString())}::timestamptz[])
      AS w (account_id, kind, recipient, second)
    JOIN wework_message_records r ON r.recipient = w.recipient AND r.account_id = w.account_id AND r.recipient_kind = w.kind
      AND r.created_at >= w.second AND r.created_at < w.second + interval '1 second'
    WHERE r.tenant_id = ${first.tenantId}::uuid AND r.direction <> 'OUT'
      AND r.created_at >= ${from}::timestamptz AND r.created_at < ${to}::timestamptz`;
  const standing = new Map<string, Standing[]>();
  for (const row of rows) {
    const known = standing.get(keyOf(row));
    if (known) known.push(row);
    else standing.set(keyOf(row), [row]);
  }
  return standing;
}

export async function insertIncoming(tx: Tx, messages: readonly PlacedMessage[]): Promise<void> {
  const column = <T>(read: (message: PlacedMessage) => T) => messages.map(read);
  for (const month of monthsBeside(messages))
    await tx.$queryRaw`SELECT wegraph_ensure_partition('wework_message_records', ${month}::timestamptz)::text`;
  await tx.$executeRaw`
    INSERT INTO wework_message_records (id, created_at, tenant_id, account_id, is_routed, lane, type, recipient_kind, recipient,
      content, content_hash, status, sent_at, delivered_at, wecom_message_id, direction)
    SELECT id, created_at, tenant_id, account_id, false, 'SINGLE', content ->> 'type', kind, recipient,
      content, '', 'READ', sent_at, received_at, wecom_message_id, direction
    FROM unnest(${column(({ id }) => id)}::uuid[], ${column(({ at }) => at.toISOString())}::timestamptz[],
      ${column(({ tenantId }) => tenantId)}::uuid[], ${column(({ accountId }) => accountId)}::uuid[], ${column(({ kind }) => kind)}::text[],
      ${column(({ recipient }) => recipient)}::text[], ${column(contentOf)}::jsonb[],
      ${column(({ sentAt }) => sentAt.toISOString())}::timestamptz[], ${column(({ receivedAt }) => receivedAt.toISOString())}::timestamptz[],
      ${column(({ wecomMessageId }) => wecomMessageId)}::text[], ${column(({ direction }) => direction)}::text[])
      AS n (id, created_at, tenant_id, account_id, kind, recipient, content, sent_at, received_at, wecom_message_id, direction)`;
}

function contentOf({ content, servicerId }: PlacedMessage): string {
  return JSON.stringify({ ...content, ...(servicerId !== undefined && { servicerId }) });
}

/** Months of the past that may have no partition: the running one has. */
function monthsBeside(messages: readonly PlacedMessage[]): Date[] {
  const months = new Map<string, Date>();
  for (const { at, receivedAt } of messages)
    if (at.getUTCMonth() !== receivedAt.getUTCMonth()) months.set(at.toISOString().slice(0, 7), at);
  return [...months.values()];
}
