import { Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "@wegraph/kit/page";
import { DateTime } from "@wegraph/kit/scalars";
import { z } from "zod";

export const batchStatuses = ["RUNNING", "DONE", "CANCELLED"] as const;
export type BatchStatus = (typeof batchStatuses)[number];
export const BatchStatusEnum = z.enum(batchStatuses).enum;
registerEnumType(BatchStatusEnum, {
  name: "MessageBatchStatus",
  description: "How far a batch is.",
  valuesConfig: {
    RUNNING: { description: "Messages are still to be sent." },
    DONE: { description: "Every message is sent, failed or cancelled." },
    CANCELLED: { description: "Stopped by a person; what was under way then still ends." },
  },
});

@ObjectType({ description: "Many messages ordered with one call." })
export class MessageBatch {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  name: string;

  @Field(() => BatchStatusEnum)
  status: BatchStatus;

  @Field(() => Int)
  total: number;

  @Field(() => Int, { description: "Taken by WeCom, whatever became of them then." })
  sent: number;

  @Field(() => Int)
  failed: number;

  @Field(() => Int)
  cancelled: number;

  @Field(() => Int)
  delivered: number;

  @Field(() => Int)
  read: number;

  @Field(() => ID, { nullable: true })
  templateId: string | null;

  @Field(() => Int, { nullable: true })
  templateVersion: number | null;

  @Field(() => ID, { nullable: true, description: "The batch whose failures this one repeats." })
  retryOfId: string | null;

  @Field(() => DateTime, { nullable: true, description: "Not before." })
  scheduledAt: Date | null;

  @Field(() => DateTime, { description: "When it will be done, as far as WeCom's limits tell beforehand." })
  predictedEndAt: Date;

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => DateTime, { nullable: true })
  finishedAt: Date | null;

  createdById: string | null;
}

export const MessageBatchConnection = connectionOf(() => MessageBatch, "MessageBatch");

@ObjectType({ description: "The batch as it is now." })
export class MessageBatchPayload {
  @Field(() => MessageBatch)
  messageBatch: MessageBatch;
}
