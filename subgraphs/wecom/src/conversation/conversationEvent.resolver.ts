import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Int,
  ObjectType,
  Resolver,
  Root,
  Subscription,
} from "type-graphql";
import type { SubscribeResolverData } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import type { EventFeed, FeedEvent } from "@wegraph/kit/feed";
import { checkNamedIds } from "@wegraph/kit/namedIds";
import { DateTime } from "@wegraph/kit/scalars";
import { conversationChanged, messageReceived } from "./conversation.events.ts";
import type { ConversationChanged, MessageReceived } from "./conversation.events.ts";
import { Conversation } from "./conversation.model.ts";
import { reachesConversation } from "./conversation.reach.ts";
import type { ConversationReader } from "./conversation.reader.ts";
import { ConversationMessage } from "./conversationMessage.model.ts";
import type { ConversationMessageReader } from "./conversationMessage.reader.ts";

const right = "conversation:read";

@ObjectType({ description: "A conversation is otherwise than it was." })
class ConversationEvent {
  @Field(() => ID)
  conversationId: string;

  @Field(() => ID)
  accountId: string;

  @Field(() => Int, { description: "Orders the changes of one conversation." })
  version: number;

  @Field(() => DateTime)
  at: Date;
}

@ObjectType({ description: "The other side of a conversation wrote something." })
class IncomingMessageEvent {
  @Field(() => ID)
  messageId: string;

  @Field(() => ID)
  conversationId: string;

  @Field(() => ID)
  accountId: string;

  @Field(() => DateTime, { description: "Its place in the conversation." })
  at: Date;

  @Field(() => String, { description: "As ConversationMessage.type." })
  type: string;
}

interface Wanted {
  accountId?: string | null;
  conversationId?: string | null;
}

type Given = SubscribeResolverData<unknown, Wanted, RequestContext>;

/** The live feeds of conversations. Made around the feed, as accountEventResolver is. */
export function conversationEventResolvers(
  feed: EventFeed,
  reader: ConversationReader,
  messages: ConversationMessageReader,
): object[] {
  @Resolver(() => ConversationEvent)
  class ConversationEventResolver {
    @Requires(right)
    @Subscription(() => ConversationEvent, {
      subscribe: ({ args, context }: Given) => followChanges(feed, context, args),
      description:
        "Each change of the conversations you may see: of all, of one account, or of one. The last one you hear of a conversation may be that it is somebody else's now.",
    })
    conversationChanged(
      @Root() { payload, at }: FeedEvent<ConversationChanged>,
      @Arg("accountId", () => ID, { nullable: true }) _accountId: string | null,
      @Arg("conversationId", () => ID, { nullable: true }) _conversationId: string | null,
    ): ConversationEvent {
      const { conversationId, accountId, version } = payload;
      return { conversationId, accountId, version, at: new Date(at) };
    }

    @FieldResolver(() => Conversation, {
      nullable: true,
      description:
        "As it is now, which may be later than the event; null when it is not yours to see any more.",
    })
    conversation(
      @Root() { conversationId }: ConversationEvent,
      @Ctx() context: RequestContext,
    ): Promise<Conversation | null> {
      return reader.fresh(context, conversationId);
    }
  }

  @Resolver(() => IncomingMessageEvent)
  class IncomingMessageResolver {
    @Requires(right)
    @Subscription(() => IncomingMessageEvent, {
      subscribe: ({ args, context }: Given) => followMessages(feed, context, args),
      description:
        "Each message that comes in to the conversations you may see: to all, to one account, or to one.",
    })
    incomingMessage(
      @Root() { payload }: FeedEvent<MessageReceived>,
      @Arg("accountId", () => ID, { nullable: true }) _accountId: string | null,
      @Arg("conversationId", () => ID, { nullable: true }) _conversationId: string | null,
    ): IncomingMessageEvent {
      const { messageId, conversationId, accountId, type, at } = payload;
      return { messageId, conversationId, accountId, type, at: new Date(at) };
    }

    @FieldResolver(() => Conversation, { nullable: true })
    conversation(
      @Root() { conversationId }: IncomingMessageEvent,
      @Ctx() context: RequestContext,
    ): Promise<Conversation | null> {
      return reader.find(context, conversationId);
    }

    @FieldResolver(() => ConversationMessage, { nullable: true })
    async message(
      @Root() { conversationId, messageId }: IncomingMessageEvent,
      @Ctx() context: RequestContext,
    ): Promise<ConversationMessage | null> {
      const conversation = await reader.find(context, conversationId);
      return conversation && messages.find(conversation, messageId);
    }
  }
  return [new ConversationEventResolver(), new IncomingMessageResolver()];
}

function followChanges(feed: EventFeed, context: RequestContext, wanted: Wanted) {
  const isWanted = wantedBy(wanted);
  const { principal } = context;
  return feed.subscribe(context, conversationChanged, {
    where: ({ payload }) =>
      isWanted(payload) &&
      (reachesConversation(principal, right, payload) ||
        // Whom it was taken from hears that it was.
        (payload.previousAssigneeId !== null &&
          reachesConversation(principal, right, { ...payload, assigneeId: payload.previousAssigneeId }))),
  });
}

function followMessages(feed: EventFeed, context: RequestContext, wanted: Wanted) {
  const isWanted = wantedBy(wanted);
  return feed.subscribe(context, messageReceived, {
    where: ({ payload }) => isWanted(payload) && reachesConversation(context.principal, right, payload),
  });
}

function wantedBy({ accountId, conversationId }: Wanted) {
  checkNamedIds("accountId", accountId == null ? null : [accountId]);
  checkNamedIds("conversationId", conversationId == null ? null : [conversationId]);
  const account = accountId?.toLowerCase();
  const conversation = conversationId?.toLowerCase();
  return (about: { accountId: string; conversationId: string }): boolean =>
    (account === undefined || about.accountId === account) &&
    (conversation === undefined || about.conversationId === conversation);
}
