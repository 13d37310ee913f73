import { AppError } from "@wegraph/kit/errors";
import type { Tx } from "../../wecom.database.ts";
import { limitIn } from "../limits/limits.ts";
import type { LimitsInForce } from "../limits/limits.ts";
import type { Draft } from "./drafts.ts";

interface Turn {
  recipient: string;
  heardAt: Date | null;
  answers: number;
}

/**
 * 微信客服 may answer a customer for 48 hours and five times after what they wrote last (WeCom path/94677). Nothing can be
 * spread here: whether a customer writes again is theirs to decide. The conversations stay locked to the end of the
 * transaction, so that two orders never take the same last place.
 *
 * @throws AppError CONFLICT (REPLY_WINDOW_CLOSED) for an order with a message that may not go.
 */
export async function demandTurns(
  tx: Tx,
  drafts: readonly Draft[],
  startAt: Date,
  limits: LimitsInForce,
): Promise<void> {
  const wanted = new Map<string, number>();
  for (const { recipient } of drafts)
    if (recipient.kind === "KF_CUSTOMER") wanted.set(recipient.id, (wanted.get(recipient.id) ?? 0) + 1);
  if (wanted.size === 0) return;
  const { amount, perMs } = limitIn(limits, "kf_messages_per_turn");
  const turns = new Map((await lockTurns(tx, [...wanted.keys()])).map((turn) => [turn.recipient, turn]));
  const closed = [...wanted].filter(([recipient, count]) => {
    const turn = turns.get(recipient);
    const isOpen = turn?.heardAt != null && startAt.getTime() < turn.heardAt.getTime() + perMs;
    return !isOpen || turn.answers + count > amount;
  });
  if (closed.length === 0) return;
  throw new AppError(
    "CONFLICT",
    "REPLY_WINDOW_CLOSED",
    "The customer has to write first: WeCom allows five answers within 48 hours after that.",
    { recipients: closed.length, answersMax: amount },
  );
}

async function lockTurns(tx: Tx, recipients: readonly string[]): Promise<Turn[]> {
  await tx.$queryRaw`
    SELECT FROM wework_conversations WHERE kind = 'KF_CUSTOMER' AND recipient = ANY (${[...recipients]}::text[]) ORDER BY id FOR UPDATE`;
  return tx.$queryRaw<Turn[]>`
    SELECT h.recipient, h.heard_at AS "heardAt", (
        SELECT count(*)::int FROM wework_message_records m
        WHERE m.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid AND m.recipient = h.recipient
          AND m.recipient_kind = 'KF_CUSTOMER' AND m.direction <> 'IN' AND m.created_at > h.heard_at
          AND m.status <> 'CANCELLED' AND (m.status <> 'FAILED' OR m.maybe_sent)) AS answers
    FROM (SELECT recipient, max(last_incoming_at) AS heard_at FROM wework_conversations
          WHERE kind = 'KF_CUSTOMER' AND recipient = ANY (${[...recipients]}::text[]) GROUP BY recipient) AS h`;
}
