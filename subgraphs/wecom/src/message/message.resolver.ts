import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import { PageArgs } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { User } from "@wegraph/kit/coreStubs.model";
import { Account } from "../account/account.model.ts";
import type { AccountReader } from "../account/account.reader.ts";
import { GroupSend } from "./groupSend/groupSend.model.ts";
import type { GroupSendReader } from "./groupSend/groupSend.reader.ts";
import type { MessageActs } from "./message.acts.ts";
import { MessageInput, RetryMessageInput, SendMessageInput } from "./message.input.ts";
import { Message, MessageConnection, MessageFilter, MessagePayload } from "./message.model.ts";
import type { MessageReader } from "./message.reader.ts";
import type { MessageRecall } from "./message.recall.ts";
import type { MessageService } from "./message.service.ts";

interface MessageResolverParts {
  reader: MessageReader;
  service: MessageService;
  acts: MessageActs;
  recall: MessageRecall;
  accounts: AccountReader;
  groupSends: GroupSendReader;
}

@Resolver(() => Message)
export class MessageResolver {
  constructor(private readonly parts: MessageResolverParts) {}

  @Requires("message:read")
  @Query(() => MessageConnection, {
    description: "Messages of the accounts you may see, newest first. totalCount stops at 10,000.",
  })
  messages(
    @Arg("filter", () => MessageFilter, { nullable: true }) filter: MessageFilter | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<Message>> {
    return this.parts.reader.page(context, filter ?? {}, page);
  }

  @Requires("message:read")
  @Query(() => Message, { nullable: true, description: "One message." })
  message(@Arg("id", () => ID) id: string, @Ctx() context: RequestContext): Promise<Message | null> {
    return this.parts.reader.find(context, id);
  }

  @FieldResolver(() => Account, {
    nullable: true,
    description: "The account it goes from; null when it is gone.",
  })
  account(@Root() { accountId }: Message, @Ctx() context: RequestContext): Promise<Account | null> {
    return this.parts.accounts.find(context, accountId);
  }

  @FieldResolver(() => GroupSend, {
    nullable: true,
    description: "Of a message to a CUSTOMER: the group send that an employee confirms.",
  })
  async groupSend(
    @Root() { groupSendId }: Message,
    @Ctx() context: RequestContext,
  ): Promise<GroupSend | null> {
    return groupSendId === null ? null : this.parts.groupSends.find(context, groupSendId);
  }

  @FieldResolver(() => User, { nullable: true, description: "Who sent it; null for a program." })
  createdBy(@Root() { createdById }: Message): User | null {
    return createdById === null ? null : { id: createdById };
  }

  @Requires("message:send")
  @Mutation(() => MessagePayload, { description: "Accepts a message; it is durable, and workers send it." })
  async sendMessage(
    @Arg("input", () => SendMessageInput) input: SendMessageInput,
    @Ctx() context: RequestContext,
  ): Promise<MessagePayload> {
    return this.payload(context, await this.parts.service.send(context, input));
  }

  @Requires("message:send")
  @Mutation(() => MessagePayload, { description: "Cancels a message that has not been handed to WeCom." })
  async cancelMessage(
    @Arg("input", () => MessageInput) { messageId }: MessageInput,
    @Ctx() context: RequestContext,
  ): Promise<MessagePayload> {
    await this.parts.acts.cancel(context, messageId);
    return this.payload(context, messageId);
  }

  @Requires("message:send")
  @Mutation(() => MessagePayload, { description: "Sends a failed message again, as a new one." })
  async retryMessage(
    @Arg("input", () => RetryMessageInput) input: RetryMessageInput,
    @Ctx() context: RequestContext,
  ): Promise<MessagePayload> {
    return this.payload(context, await this.parts.acts.retry(context, input));
  }

  @Requires("message:send")
  @Mutation(() => MessagePayload, { description: "Takes a sent message back, within 24 hours." })
  async recallMessage(
    @Arg("input", () => MessageInput) { messageId }: MessageInput,
    @Ctx() context: RequestContext,
  ): Promise<MessagePayload> {
    await this.parts.recall.recall(context, messageId);
    return this.payload(context, messageId);
  }

  private async payload(context: RequestContext, id: string): Promise<MessagePayload> {
    const message = await this.parts.reader.find(context, id);
    if (!message) throw notFound("message", id);
    return { message };
  }
}
