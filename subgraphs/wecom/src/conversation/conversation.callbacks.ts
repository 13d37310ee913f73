import type { CallbackHandler, CallbackResult, TakenCallback } from "../callback/callback.handler.ts";
import { patient } from "../wecom.database.ts";
import type { WecomDatabase } from "../wecom.database.ts";
import { keptOf } from "./incoming.content.ts";
import { part, storeIncoming } from "./incoming.store.ts";
import type { Incoming } from "./incoming.store.ts";
import type { KfSync } from "./kf/kf.sync.ts";

/** What members write to an application. */
export function memberMessages(db: WecomDatabase): CallbackHandler {
  const handleAll = async (callbacks: readonly TakenCallback[]): Promise<CallbackResult[]> => {
    const told = callbacks.map(incomingOf);
    const known = told.filter((each) => each !== null);
    const stored = await db.system(part).$transaction((tx) => storeIncoming(tx, known), patient);
    const ids = new Map(known.map((each, nth) => [each, stored[nth]]));
    return told.map((each) => (each === null ? "ignored" : ids.get(each) ? "applied" : "late"));
  };
  return {
    name: "member-messages",
    wants: ({ kind }) => kind === "message",
    handleAll,
    async handle(callback: TakenCallback): Promise<CallbackResult> {
      const [result = "ignored"] = await handleAll([callback]);
      return result;
    },
  };
}

function incomingOf({ tenantId, accountId, event, sentAt, receivedAt }: TakenCallback): Incoming | null {
  if (event.kind !== "message" || event.from === undefined) return null;
  return {
    tenantId,
    accountId,
    kind: "MEMBER",
    recipient: event.from,
    direction: "IN",
    wecomMessageId: event.msgId,
    content: keptOf(event.content),
    sentAt: event.at ?? sentAt,
    receivedAt,
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
