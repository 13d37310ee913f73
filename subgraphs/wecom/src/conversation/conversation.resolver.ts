import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import { PageArgs } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { User } from "@wegraph/kit/coreStubs.model";
import { Account } from "../account/account.model.ts";
import type { AccountReader } from "../account/account.reader.ts";
import type { ConversationActs } from "./conversation.acts.ts";
import {
  AssignConversationInput,
  ConversationInput,
  MarkConversationReadInput,
  SendConversationMessageInput,
  StartConversationInput,
} from "./conversation.input.ts";
import {
  Conversation,
  ConversationConnection,
  ConversationFilter,
  ConversationSummary,
  ConversationWindow,
} from "./conversation.model.ts";
import { ConversationMessagePayload, ConversationPayload } from "./conversation.payload.ts";
import type { ConversationReader } from "./conversation.reader.ts";
import type { ConversationReplies } from "./conversation.replies.ts";
import { ConversationMessage, ConversationMessageConnection } from "./conversationMessage.model.ts";
import type { ConversationMessageReader } from "./conversationMessage.reader.ts";

interface Parts {
  reader: ConversationReader;
  messages: ConversationMessageReader;
  acts: ConversationActs;
  replies: ConversationReplies;
  accounts: AccountReader;
}

@Resolver(() => Conversation)
export class ConversationResolver {
  constructor(private readonly parts: Parts) {}

  @Requires("conversation:read")
  @Query(() => ConversationConnection, {
    description: "The conversations you may see, the one written in last first. totalCount stops at 10,000.",
  })
  conversations(
    @Arg("filter", () => ConversationFilter, { nullable: true }) filter: ConversationFilter | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<Conversation>> {
    return this.parts.reader.page(context, filter ?? {}, page);
  }

  @Requires("conversation:read")
  @Query(() => Conversation, { nullable: true, description: "One conversation." })
  conversation(
    @Arg("id", () => ID) id: string,
    @Ctx() context: RequestContext,
  ): Promise<Conversation | null> {
    return this.parts.reader.find(context, id);
  }

  @Requires("conversation:read")
  @Query(() => ConversationSummary, { description: "How much waits for an answer." })
  conversationSummary(@Ctx() context: RequestContext): Promise<ConversationSummary> {
    return this.parts.reader.summary(context);
  }

  @FieldResolver(() => Account, {
    nullable: true,
    description: "The account it goes by; null when it is gone, or not yours to see.",
  })
  account(@Root() { accountId }: Conversation, @Ctx() context: RequestContext): Promise<Account | null> {
    return this.parts.accounts.find(context, accountId);
  }

  @FieldResolver(() => User, { nullable: true, description: "Who is to answer; null for nobody." })
  assignee(@Root() { assigneeId }: Conversation): User | null {
    return assigneeId === null ? null : { id: assigneeId };
  }

  @FieldResolver(() => ConversationWindow, {
    nullable: true,
    description: "How long and how often one may still answer; null where WeCom sets no such window.",
  })
  window(@Root() conversation: Conversation): Promise<ConversationWindow | null> {
    return this.parts.reader.window(conversation);
  }

  @FieldResolver(() => ConversationMessageConnection, {
    description: "What was said, newest first, with all that went to the recipient by this account.",
  })
  messages(
    @Root() conversation: Conversation,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<Page<ConversationMessage>> {
    return this.parts.messages.page(conversation, page);
  }

  @Requires("conversation:reply")
  @Mutation(() => ConversationMessagePayload, {
    description:
      "Accepts an answer; it is durable, and workers send it. Who answers what nobody has takes it.",
  })
  async sendConversationMessage(
    @Arg("input", () => SendConversationMessageInput) input: SendConversationMessageInput,
    @Ctx() context: RequestContext,
  ): Promise<ConversationMessagePayload> {
    const id = await this.parts.replies.send(context, input);
    const conversation = await this.fresh(context, input.conversationId);
    const message = await this.parts.messages.find(conversation, id);
    if (!message) throw notFound("message", id);
    return { message, conversation };
  }

  @Requires("conversation:reply")
  @Mutation(() => ConversationPayload, {
    description: "Takes a conversation, gives it up, or, with conversation:assign, gives it to others.",
  })
  async assignConversation(
    @Arg("input", () => AssignConversationInput) input: AssignConversationInput,
    @Ctx() context: RequestContext,
  ): Promise<ConversationPayload> {
    const { conversationId: id, assigneeId } = input;
    await this.parts.acts.assign(context, id, assigneeId ?? null);
    return this.payload(context, id);
  }

  @Requires("conversation:reply")
  @Mutation(() => ConversationPayload, {
    description: "Marks it as read, if it is yours to answer, or nobody's; otherwise it stays as it is.",
  })
  async markConversationRead(
    @Arg("input", () => MarkConversationReadInput) input: MarkConversationReadInput,
    @Ctx() context: RequestContext,
  ): Promise<ConversationPayload> {
    const { conversationId: id, upToMessageId } = input;
    await this.parts.acts.markRead(context, id, upToMessageId ?? null);
    return this.payload(context, id);
  }

  @Requires("conversation:reply")
  @Mutation(() => ConversationPayload, { description: "Nobody has to do with it any more." })
  async closeConversation(
    @Arg("input", () => ConversationInput) { conversationId: id }: ConversationInput,
    @Ctx() context: RequestContext,
  ): Promise<ConversationPayload> {
    await this.parts.acts.close(context, id);
    return this.payload(context, id);
  }

  @Requires("conversation:reply")
  @Mutation(() => ConversationPayload, { description: "Opens a conversation that was closed." })
  async reopenConversation(
    @Arg("input", () => ConversationInput) { conversationId: id }: ConversationInput,
    @Ctx() context: RequestContext,
  ): Promise<ConversationPayload> {
    await this.parts.acts.reopen(context, id);
    return this.payload(context, id);
  }

  @Requires("conversation:reply")
  @Mutation(() => ConversationPayload, {
    description: "The conversation with somebody, begun if there is none. Nothing is sent by it.",
  })
  async startConversation(
    @Arg("input", () => StartConversationInput) input: StartConversationInput,
    @Ctx() context: RequestContext,
  ): Promise<ConversationPayload> {
    return this.payload(context, await this.parts.acts.start(context, input));
  }

  private async payload(context: RequestContext, id: string): Promise<ConversationPayload> {
    return { conversation: await this.fresh(context, id) };
  }

  private async fresh(context: RequestContext, id: string): Promise<Conversation> {
    const conversation = await this.parts.reader.fresh(context, id);
    if (!conversation) throw notFound("conversation", id);
    return conversation;
  }
}

@Resolver(() => ConversationMessage)
export class ConversationMessageResolver {
  @FieldResolver(() => User, {
    nullable: true,
    description: "Who sent it; null for a program, and for what was received.",
  })
  createdBy(@Root() { createdById }: ConversationMessage): User | null {
    return createdById === null ? null : { id: createdById };
  }
}
