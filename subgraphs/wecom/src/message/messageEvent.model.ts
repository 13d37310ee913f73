import { Field, ID, ObjectType } from "type-graphql";
import { DateTime } from "@wegraph/kit/scalars";
import { MessageStatusEnum } from "./message.enums.ts";
import type { MessageStatus } from "./message.machine.ts";

@ObjectType({ description: "A message that has come to another status." })
export class MessageStatusChange {
  @Field(() => ID)
  messageId: string;

  @Field(() => ID)
  accountId: string;

  @Field(() => ID, { nullable: true })
  batchId: string | null;

  @Field(() => MessageStatusEnum)
  status: MessageStatus;

  @Field(() => String, { nullable: true })
  errorCode: string | null;
}

@ObjectType({ description: "Messages that changed together, as it happens." })
export class MessageStatusEvent {
  @Field(() => DateTime)
  at: Date;

  @Field(() => [MessageStatusChange], { description: "At least one, at most 500." })
  changes: MessageStatusChange[];
}
