import { systemOrigin } from "@wegraph/kit/outbox";
import type { KfMessage } from "../../serverApi/calls/kf.ts";
import type { Tx } from "../../wecom.database.ts";
import { accountReach, announceConversation } from "../conversation.announce.ts";
import { kfRecipient } from "../conversation.rules.ts";
import { lockConversation } from "../conversation.store.ts";
import { part, storeIncoming } from "../incoming.store.ts";
import type { Incoming } from "../incoming.store.ts";
import { factOf } from "./kf.message.ts";
import type { KfFact } from "./kf.message.ts";

interface Desk {
  tenantId: string;
  accountId: string;
  openKfId: string;
  receivedAt: Date;
}

/** A message of ours that WeCom took and could not deliver; `failType` as path/94670 lists them. */
export interface KfFailure {
  tenantId: string;
  accountId: string;
  wecomMessageId: string;
  failType: number;
  at: Date;
}

/** Takes in a page: messages that follow each other as one. Returns how many entries changed anything. */
export async function storeFacts(
  tx: Tx,
  desk: Desk,
  page: readonly KfMessage[],
  onFailed?: (tx: Tx, failure: KfFailure) => Promise<void>,
): Promise<number> {
  let count = 0;
  let run: Incoming[] = [];
  const storeRun = async () => {
    const stored = await storeIncoming(tx, run);
    count += stored.filter((id) => id !== null).length;
    run = [];
  };
  for (const message of page) {
    const fact = factOf(message);
    if (fact.kind === "nothing") continue;
    const { tenantId, accountId, openKfId, receivedAt } = desk;
    const recipient = kfRecipient(openKfId, fact.externalUserId);
    const whose = { tenantId, accountId, kind: "KF_CUSTOMER", recipient } as const;
    if (fact.kind === "message") {
      const { direction, content, servicerId } = fact;
      const { msgId: wecomMessageId, sentAt } = message;
      run.push({ ...whose, direction, content, servicerId, wecomMessageId, sentAt, receivedAt });
      continue;
    }
    await storeRun();
    if (await storeOther(tx, whose, fact, { at: message.sentAt, onFailed })) count += 1;
  }
  await storeRun();
  return count;
}

type OtherFact = Exclude<KfFact, { kind: "nothing" | "message" }>;

interface OtherOptions {
  at: Date;
  onFailed: ((tx: Tx, failure: KfFailure) => Promise<void>) | undefined;
}

/** Returns whether anything is different now. */
async function storeOther(
  tx: Tx,
  whose: Whose,
  fact: OtherFact,
  { at, onFailed }: OtherOptions,
): Promise<boolean> {
  const { tenantId, accountId } = whose;
  switch (fact.kind) {
    case "state":
      return storeState(tx, whose, { ...fact, at });
    case "recalled":
      return storeRecall(tx, whose, fact.messageId, at);
    case "failed": {
      const { messageId: wecomMessageId, failType } = fact;
      await onFailed?.(tx, { tenantId, accountId, wecomMessageId, failType, at });
      return onFailed !== undefined;
    }
  }
}

type Whose = { tenantId: string; accountId: string; kind: "KF_CUSTOMER"; recipient: string };

/** WeCom's newest state counts; a session that ended there is closed here. */
async function storeState(
  tx: Tx,
  whose: Whose,
  { state, servicerId, at }: { state: number; servicerId: string | null; at: Date },
): Promise<boolean> {
  const { id, assigneeId } = await lockConversation(tx, { ...whose, at });
  const [row] = await tx.$queryRaw<{ version: number }[]>`
    UPDATE wework_conversations SET kf_state = ${state}::int, kf_servicer_id = ${servicerId}, kf_state_at = ${at}::timestamptz,
      state = CASE WHEN ${state}::int = 4 AND unread = 0 THEN 'CLOSED' ELSE state END, version = version + 1, updated_at = now()
    WHERE id = ${id}::uuid AND (kf_state_at IS NULL OR kf_state_at <= ${at}::timestamptz)
      AND (kf_state, kf_servicer_id) IS DISTINCT FROM (${state}::int, ${servicerId})
    RETURNING version`;
  if (!row) return false;
  const { tenantId, accountId, kind } = whose;
  await announceConversation(
    tx,
    systemOrigin(part, tenantId),
    { conversationId: id, accountId, kind, assigneeId, version: row.version },
    await accountReach(tx, accountId),
  );
  return true;
}

/** Marked, not removed: what was answered to it would not be understood any more. */
async function storeRecall(tx: Tx, whose: Whose, messageId: string, at: Date): Promise<boolean> {
  const { tenantId, accountId, kind, recipient } = whose;
  const { id, assigneeId } = await lockConversation(tx, { ...whose, at });
  const marked = await tx.$executeRaw`
    UPDATE wework_message_records SET recalled_at = ${at}::timestamptz
    WHERE account_id = ${accountId}::uuid AND wecom_message_id = ${messageId} AND recipient = ${recipient} AND direction = 'IN'
      AND recalled_at IS NULL AND created_at > ${at}::timestamptz - interval '4 days'`;
  if (marked === 0) return false;
  const [row] = await tx.$queryRaw<{ version: number }[]>`
    UPDATE wework_conversations SET version = version + 1, updated_at = now() WHERE id = ${id}::uuid RETURNING version`;
  await announceConversation(
    tx,
    systemOrigin(part, tenantId),
    { conversationId: id, accountId, kind, assigneeId, version: row?.version ?? 0 },
    await accountReach(tx, accountId),
  );
  return true;
}
