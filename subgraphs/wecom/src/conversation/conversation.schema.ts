import type { EventFeed } from "@wegraph/kit/feed";
import type { AccountReader } from "../account/account.reader.ts";
import { AccountConversationsResolver } from "./accountConversations.resolver.ts";
import type { ConversationParts } from "./conversation.parts.ts";
import { ConversationMessageResolver, ConversationResolver } from "./conversation.resolver.ts";
import { conversationEventResolvers } from "./conversationEvent.resolver.ts";

/** The face of conversations in the graph. */
export function conversationResolvers(
  parts: ConversationParts,
  accounts: AccountReader,
  feed: EventFeed,
): object[] {
  const { reader, messages } = parts;
  return [
    new ConversationResolver({ ...parts, accounts }),
    new ConversationMessageResolver(),
    new AccountConversationsResolver(reader),
    ...conversationEventResolvers(feed, reader, messages),
  ];
}
