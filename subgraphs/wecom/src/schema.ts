import "reflect-metadata";
import { changesResolver } from "@wegraph/kit/changes";
import type { EventFeed } from "@wegraph/kit/feed";
import { buildSubgraph } from "@wegraph/kit/schema";
import type { Subgraph } from "@wegraph/kit/schema";
import { AccountAppResolver, AccountApplicationResolver } from "./app/app.resolver.ts";
import { AccountResolver } from "./account/account.resolver.ts";
import { accountEventResolver } from "./account/accountEvent.resolver.ts";
import { AccountSummaryResolver } from "./account/accountSummary.resolver.ts";
import { AccountFieldResolver } from "./account/accountField.resolver.ts";
import { alertResolvers } from "./alert/alert.parts.ts";
import { BulkItemResolver, BulkOperationResolver } from "./bulk/bulk.resolver.ts";
import { bulkProgressResolver } from "./bulk/bulkProgress.resolver.ts";
import { conversationResolvers } from "./conversation/conversation.schema.ts";
import { callbackResolvers } from "./callback/callback.schema.ts";
import { contactResolvers } from "./contact/contact.schema.ts";
import { CorpResolver } from "./corp/corp.resolver.ts";
import { HistoryResolver } from "./history/history.resolver.ts";
import { messageResolvers } from "./message/message.schema.ts";
import type { WecomParts } from "./parts.ts";
import { domain } from "./wecom.database.ts";

/** The domain's face in the graph. */
export function wecomSchema(parts: WecomParts, feed: EventFeed, clock: () => Date): Subgraph {
  const { reader, corps, history, bulkReader } = parts;
  return buildSubgraph({
    name: domain,
    resolvers: [
      new CorpResolver(corps),
      new AccountResolver(reader, parts.overview, parts.accounts),
      new AccountSummaryResolver(parts.overview),
      new AccountFieldResolver(reader, corps, history, clock),
      new AccountAppResolver(parts.messages.apps, parts.appReader, reader),
      new AccountApplicationResolver(parts.appReader),
      accountEventResolver(feed, reader),
      new HistoryResolver(history, reader),
      new BulkOperationResolver(bulkReader, parts.bulk),
      new BulkItemResolver(reader),
      bulkProgressResolver(feed, bulkReader),
      ...messageResolvers(parts.messages, reader, feed),
      ...conversationResolvers(parts.conversations, reader, feed),
      ...contactResolvers(parts.contacts, corps, feed),
      ...callbackResolvers(parts.callbacks, reader, corps, feed),
      ...alertResolvers(parts.alerts, reader, feed),
      changesResolver(domain, feed),
    ],
    references: {
      Account: { requires: "account:read", load: (id, context) => reader.find(context, id) },
      Corp: { requires: "corp:read", load: (id, context) => corps.find(context, id) },
      Conversation: {
        requires: "conversation:read",
        load: (id, context) => parts.conversations.reader.find(context, id),
      },
      WecomContact: {
        requires: "contact:read",
        load: (id, context) => parts.contacts.reader.find(context, id),
      },
      CustomerGroup: {
        requires: "contact:read",
        load: (id, context) => parts.contacts.groups.find(context, id),
      },
      Callback: {
        requires: "callback:read",
        load: (id, context) => parts.callbacks.reader.find(context, id),
      },
      AccountAlert: { requires: "alert:read", load: (id, context) => parts.alerts.reader.find(context, id) },
      Message: { requires: "message:read", load: (id, context) => parts.messages.reader.find(context, id) },
    },
  });
}
