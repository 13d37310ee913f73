import type { Logger } from "@wegraph/kit/log";
import type { CallbackHandler } from "../callback/callback.handler.ts";
import type { MessageParts } from "../message/message.parts.ts";
import type { WecomDatabase } from "../wecom.database.ts";
import { ConversationActs } from "./conversation.acts.ts";
import { kfMessages, memberMessages } from "./conversation.callbacks.ts";
import { ConversationReach } from "./conversation.reach.ts";
import { ConversationReader } from "./conversation.reader.ts";
import { ConversationReplies } from "./conversation.replies.ts";
import { ConversationMessageReader } from "./conversationMessage.reader.ts";
import { KfSweeper } from "./kf/kf.sweeper.ts";
import { KfSync } from "./kf/kf.sync.ts";

interface Given {
  db: WecomDatabase;
  messages: MessageParts;
  clock: () => Date;
  log: Logger;
}

export type ConversationParts = ReturnType<typeof assembleConversations>;

/** Everything about conversations: what is made of what. */
export function assembleConversations({ db, messages, clock, log }: Given) {
  const { accounts, apis, acceptance, limits, keywords, media, bounces } = messages;
  const reach = new ConversationReach(db);
  const reader = new ConversationReader({ db, reach, limits, clock });
  const kfSync = new KfSync({
    db,
    accounts,
    apis,
    clock,
    log,
    onFailed: async (tx, failure) => void (await bounces.take(tx, failure)),
  });
  const kfSweeper = new KfSweeper({ db, sync: kfSync, clock, log });
  const callbackHandlers: CallbackHandler[] = [memberMessages(db), kfMessages(kfSync)];
  return {
    reader,
    kfSync,
    kfSweeper,
    callbackHandlers,
    messages: new ConversationMessageReader(db),
    acts: new ConversationActs({ db, reach }),
    replies: new ConversationReplies({ db, reach, reader, acceptance, limits, keywords, media }),
  };
}
