import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import { PageArgs } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { User } from "@wegraph/kit/coreStubs.model";
import type { MessageActs } from "../message.acts.ts";
import { MessageStatusEnum } from "../message.enums.ts";
import { MessageBatchInput, RetryMessageBatchInput, SendMessageBatchInput } from "../message.input.ts";
import type { MessageStatus } from "../message.machine.ts";
import { MessageConnection } from "../message.model.ts";
import type { Message } from "../message.model.ts";
import type { MessageReader } from "../message.reader.ts";
import type { MessageService } from "../message.service.ts";
import { MessageBatch, MessageBatchConnection, MessageBatchPayload } from "./batch.model.ts";
import type { MessageBatchReader } from "./batch.reader.ts";

interface MessageBatchResolverParts {
  batches: MessageBatchReader;
  reader: MessageReader;
  service: MessageService;
  acts: MessageActs;
}

@Resolver(() => MessageBatch)
export class MessageBatchResolver {
  constructor(private readonly parts: MessageBatchResolverParts) {}

  @Requires("message:read")
  @Query(() => MessageBatchConnection, {
    description: "Batches, newest first: your own, or all if you see all.",
  })
  messageBatches(
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<MessageBatch>> {
    return this.parts.batches.page(context, page);
  }

  @Requires("message:read")
  @Query(() => MessageBatch, { nullable: true, description: "One batch." })
  messageBatch(
    @Arg("id", () => ID) id: string,
    @Ctx() context: RequestContext,
  ): Promise<MessageBatch | null> {
    return this.parts.batches.find(context, id);
  }

  @FieldResolver(() => MessageConnection, {
    description: "Its messages, the last first, with what became of each.",
  })
  items(
    @Root() { id: batchId }: MessageBatch,
    @Arg("statuses", () => [MessageStatusEnum], { nullable: true }) statuses: MessageStatus[] | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<Message>> {
    return this.parts.reader.page(context, { batchId, statuses }, page);
  }

  @FieldResolver(() => User, { nullable: true, description: "Who ordered it; null for a program." })
  createdBy(@Root() { createdById }: MessageBatch): User | null {
    return createdById === null ? null : { id: createdById };
  }

  @Requires("message:send")
  @Mutation(() => MessageBatchPayload, {
    description: "Accepts up to 10,000 messages; they are durable, and workers send them.",
  })
  async sendMessageBatch(
    @Arg("input", () => SendMessageBatchInput) input: SendMessageBatchInput,
    @Ctx() context: RequestContext,
  ): Promise<MessageBatchPayload> {
    return this.payload(context, await this.parts.service.sendBatch(context, input));
  }

  @Requires("message:send")
  @Mutation(() => MessageBatchPayload, {
    description: "Cancels what of a batch has not been handed to WeCom.",
  })
  async cancelMessageBatch(
    @Arg("input", () => MessageBatchInput) { batchId }: MessageBatchInput,
    @Ctx() context: RequestContext,
  ): Promise<MessageBatchPayload> {
    await this.parts.acts.cancelBatch(context, batchId);
    return this.payload(context, batchId);
  }

  @Requires("message:send")
  @Mutation(() => MessageBatchPayload, { description: "Sends what of a batch failed again, as a new batch." })
  async retryMessageBatch(
    @Arg("input", () => RetryMessageBatchInput) input: RetryMessageBatchInput,
    @Ctx() context: RequestContext,
  ): Promise<MessageBatchPayload> {
    return this.payload(context, await this.parts.acts.retryBatch(context, input));
  }

  private async payload(context: RequestContext, id: string): Promise<MessageBatchPayload> {
    const messageBatch = await this.parts.batches.find(context, id);
    if (!messageBatch) throw notFound("message batch", id);
    return { messageBatch };
  }
}
