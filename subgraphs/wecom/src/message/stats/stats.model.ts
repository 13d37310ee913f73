import { Field, Float, ID, InputType, Int, ObjectType } from "type-graphql";
import { DateTime } from "@wegraph/kit/scalars";
import { uuid } from "@wegraph/kit/validate";
import { z } from "zod";
import { MessageTypeEnum } from "../message.enums.ts";
import type { MessageType } from "../message.enums.ts";
import { MessageError } from "../message.model.ts";

const spanMaxMs = 93 * 24 * 60 * 60_000;

@InputType({ description: "Which time, and whose messages." })
export class MessageStatisticsInput {
  static readonly rules = z
    .object({
      from: z.date(),
      to: z.date(),
      accountIds: z.array(uuid()).max(200, "at most 200").nullish(),
      types: z.array(z.enum(MessageTypeEnum)).nullish(),
    })
    .refine(({ from, to }) => to > from && to.getTime() - from.getTime() <= spanMaxMs, {
      path: ["to"],
      message: "after from, and at most 93 days later",
    });

  @Field(() => DateTime, { description: "From the hour of this moment on." })
  from: Date;

  @Field(() => DateTime, { description: "Before this moment." })
  to: Date;

  @Field(() => [ID], { nullable: true })
  accountIds?: string[] | null;

  @Field(() => [MessageTypeEnum], { nullable: true })
  types?: MessageType[] | null;
}

@ObjectType({ description: "How many messages failed for one reason." })
export class MessageFailureCount {
  @Field(() => String, { description: "The error's code." })
  code: string;

  @Field(() => MessageError, { description: "What it means, and what to do." })
  error: MessageError;

  @Field(() => Int)
  count: number;
}

@ObjectType({
  description: "Sums over what happened to messages in a time, each in the hour it happened in.",
})
export class MessageSums {
  @Field(() => Int, { description: "Taken from whoever ordered them." })
  accepted: number;

  @Field(() => Int, { description: "Taken by WeCom." })
  sent: number;

  @Field(() => Int)
  failed: number;

  @Field(() => Int)
  cancelled: number;

  @Field(() => Int)
  delivered: number;

  @Field(() => Int)
  read: number;

  @Field(() => Float, {
    nullable: true,
    description: "sent / (sent + failed), 0 to 1; null when there were none.",
  })
  successRate: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      "Half of the messages were sent within so many ms of when they were to be; at most a third too high.",
  })
  p50Ms: number | null;

  @Field(() => Int, { nullable: true, description: "95 of 100 messages were." })
  p95Ms: number | null;
}

@ObjectType({ description: "The sums of one hour." })
export class MessageHour extends MessageSums {
  @Field(() => DateTime)
  hour: Date;
}

@ObjectType({ description: "The sums of one account." })
export class MessageAccountSums extends MessageSums {
  @Field(() => ID)
  accountId: string;
}

@ObjectType({ description: "The sums of one type." })
export class MessageTypeSums extends MessageSums {
  @Field(() => MessageTypeEnum)
  type: MessageType;
}

@ObjectType({
  description:
    "How far messages came. Each stage counts what reached it in the time, so a message that was accepted before it and sent in it counts as sent only.",
})
export class MessageFunnel {
  @Field(() => Int)
  accepted: number;

  @Field(() => Int)
  sent: number;

  @Field(() => Int)
  delivered: number;

  @Field(() => Int)
  read: number;

  @Field(() => Int, { description: "Left the way: not sent." })
  failed: number;

  @Field(() => Int, { description: "Left the way: cancelled by a person." })
  cancelled: number;

  @Field(() => DateTime, { description: "The sums hold all that was written down before this moment." })
  asOf: Date;
}

@ObjectType({ description: "What became of messages in a time." })
export class MessageStatistics {
  @Field(() => MessageSums)
  total: MessageSums;

  @Field(() => [MessageHour], { description: "Hours in which there were any, in order." })
  hours: MessageHour[];

  @Field(() => [MessageAccountSums], { description: "Those with most first, at most 200." })
  accounts: MessageAccountSums[];

  @Field(() => [MessageTypeSums])
  types: MessageTypeSums[];

  @Field(() => [MessageFailureCount], { description: "The most frequent first." })
  failures: MessageFailureCount[];

  @Field(() => DateTime, { description: "The sums hold all that was written down before this moment." })
  asOf: Date;
}
