import type { CallbackHandler, CallbackResult, TakenCallback } from "../callback/callback.handler.ts";
import { patient } from "../wecom.database.ts";
import type { WecomDatabase } from "../wecom.database.ts";
import { keptOf } from "./incoming.content.ts";
import { part, storeIncoming } from "./incoming.store.ts";
import type { KfSync } from "./kf/kf.sync.ts";

/** What members write to an application. */
export function memberMessages(db: WecomDatabase): CallbackHandler {
  return {
    name: "member-messages",
    wants: ({ kind }) => kind === "message",
    async handle({ tenantId, accountId, event, sentAt, receivedAt }: TakenCallback): Promise<CallbackResult> {
      if (event.kind !== "message" || event.from === undefined) return "ignored";
      const incoming = {
        tenantId,
        accountId,
        kind: "MEMBER",
        recipient: event.from,
        direction: "IN",
        wecomMessageId: event.msgId,
        content: keptOf(event.content),
        sentAt: event.at ?? sentAt,
        receivedAt,
      } as const;
      const messageId = await db.system(part).$transaction((tx) => storeIncoming(tx, incoming), patient);
      return messageId === null ? "late" : "applied";
    },
  };
}

/** 微信客服 says only that there is something to fetch (WeCom path/94670). */
export function kfMessages(sync: KfSync): CallbackHandler {
  return {
    name: "kf-messages",
    wants: ({ kind }) => kind === "kf",
    async handle({ tenantId, corpId, accountId, event, receivedAt }: TakenCallback): Promise<CallbackResult> {
      if (event.kind !== "kf") return "ignored";
      const { openKfId, token } = event;
      const stored = await sync.run({
        tenantId,
        corpId,
        accountId,
        openKfId,
        token,
        announcedAt: receivedAt,
      });
      return stored > 0 ? "applied" : "late";
    },
  };
}
