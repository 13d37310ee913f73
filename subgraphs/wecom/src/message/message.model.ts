import { Directive, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { connectionOf } from "@wegraph/kit/page";
import { DateTime } from "@wegraph/kit/scalars";
import { uuid } from "@wegraph/kit/validate";
import { z } from "zod";
import { Json } from "./json.scalar.ts";
import { MessageStatusEnum, MessageTypeEnum, RecipientKindEnum } from "./message.enums.ts";
import type { MessageType, RecipientKind } from "./message.enums.ts";
import type { MessageStatus } from "./message.machine.ts";

@ObjectType({ description: "Why a message was not sent, and what to do." })
export class MessageError {
  @Field(() => String, { description: "WECOM_ and WeCom's errcode, or a reason of the platform's." })
  code: string;

  @Field(() => String, { nullable: true, description: "In plain words, in English." })
  meaning: string | null;

  @Field(() => String, { nullable: true, description: "What to do, in English." })
  action: string | null;

  @Field(() => String, { nullable: true, description: "The same in Chinese." })
  meaningZh: string | null;

  @Field(() => String, { nullable: true })
  actionZh: string | null;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: "A message to one recipient, and what became of it." })
export class Message {
  @Field(() => ID)
  id: string;

  @Field(() => MessageTypeEnum)
  type: MessageType;

  @Field(() => MessageStatusEnum)
  status: MessageStatus;

  @Field(() => RecipientKindEnum)
  recipientKind: RecipientKind;

  @Field(() => String, { description: "WeCom's id of the recipient." })
  recipient: string;

  @Field(() => Json, { description: "What it says, as MessageContentInput." })
  content: unknown;

  @Field(() => ID)
  accountId: string;

  @Field(() => Boolean, {
    description: "Its account was chosen by the platform, not named by whoever sent it.",
  })
  isRouted: boolean;

  @Field(() => ID, { nullable: true, description: "Of a message to a CUSTOMER: what takes it along." })
  groupSendId: string | null;

  @Field(() => ID, { nullable: true })
  batchId: string | null;

  @Field(() => Int, { nullable: true, description: "Its place in the batch, from 0." })
  batchIndex: number | null;

  @Field(() => ID, { nullable: true })
  templateId: string | null;

  @Field(() => ID, { nullable: true, description: "The failed message that this one repeats." })
  retryOfId: string | null;

  @Field(() => Int, { description: "How often it was handed to WeCom." })
  attempts: number;

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: "Not before." })
  scheduledAt: Date | null;

  @Field(() => DateTime, { nullable: true })
  queuedAt: Date | null;

  @Field(() => DateTime, { nullable: true })
  sendingAt: Date | null;

  @Field(() => DateTime, { nullable: true })
  sentAt: Date | null;

  @Field(() => DateTime, { nullable: true })
  deliveredAt: Date | null;

  @Field(() => DateTime, { nullable: true })
  readAt: Date | null;

  @Field(() => DateTime, { nullable: true })
  failedAt: Date | null;

  @Field(() => DateTime, { nullable: true })
  cancelledAt: Date | null;

  @Field(() => DateTime, { nullable: true })
  recalledAt: Date | null;

  @Field(() => MessageError, {
    nullable: true,
    description: "Of a message that failed, or had to be tried again.",
  })
  error: MessageError | null;

  createdById: string | null;
}

export const MessageConnection = connectionOf(() => Message, "Message");

@InputType({ description: "Which messages; without it all of them." })
export class MessageFilter {
  static readonly rules = z.object({
    accountIds: z.array(uuid()).max(200, "at most 200").nullish(),
    statuses: z.array(z.enum(MessageStatusEnum)).nullish(),
    types: z.array(z.enum(MessageTypeEnum)).nullish(),
    batchId: uuid().nullish(),
    recipient: z.string().max(64).nullish(),
    from: z.date().nullish(),
    to: z.date().nullish(),
  });

  @Field(() => [ID], { nullable: true })
  accountIds?: string[] | null;

  @Field(() => [MessageStatusEnum], { nullable: true })
  statuses?: MessageStatus[] | null;

  @Field(() => [MessageTypeEnum], { nullable: true })
  types?: MessageType[] | null;

  @Field(() => ID, { nullable: true })
  batchId?: string | null;

  @Field(() => String, { nullable: true, description: "WeCom's id of the recipient, exactly." })
  recipient?: string | null;

  @Field(() => DateTime, { nullable: true, description: "Accepted at this moment or later." })
  from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: "Accepted before this moment." })
  to?: Date | null;
}

@ObjectType({ description: "The message as it is now." })
export class MessagePayload {
  @Field(() => Message)
  message: Message;
}
