import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "@wegraph/kit/page";
import { DateTime } from "@wegraph/kit/scalars";
import { uuid } from "@wegraph/kit/validate";
import { z } from "zod";
import { Json } from "../json.scalar.ts";
import { MessageError } from "../message.model.ts";
import { groupSendStatuses } from "./groupSend.rules.ts";
import type { GroupSendStatus } from "./groupSend.rules.ts";

export const GroupSendStatusEnum = z.enum(groupSendStatuses).enum;
registerEnumType(GroupSendStatusEnum, {
  name: "GroupSendStatus",
  description: "How far a group send is.",
  valuesConfig: {
    PENDING: { description: "Not put before the employees yet." },
    HANDING_OVER: { description: "Being put before the employees, or it is not known whether it was." },
    WAITING: { description: "Waits for employees to confirm it in WeCom." },
    DONE: { description: "Every message of it is over." },
    FAILED: { description: "It was not put before the employees; the error says why." },
    CANCELLED: { description: "Stopped by a person; whoever had confirmed before has sent." },
  },
});

@ObjectType({ description: "An employee who was asked to confirm a group send." })
export class GroupSendConfirmation {
  @Field(() => String, { description: "WeCom's id of the employee." })
  userId: string;

  @Field(() => DateTime, { nullable: true, description: "Null while they have not." })
  confirmedAt: Date | null;
}

@ObjectType({
  description:
    "Messages to customers with the same words, which employees send together by confirming them in WeCom.",
})
export class GroupSend {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  accountId: string;

  @Field(() => ID, { nullable: true })
  batchId: string | null;

  @Field(() => GroupSendStatusEnum)
  status: GroupSendStatus;

  @Field(() => String, { nullable: true, description: "Who is to confirm it, if one was named." })
  employeeId: string | null;

  @Field(() => Json, { description: "What it says, as MessageContentInput." })
  content: unknown;

  @Field(() => Int, { description: "Customers it is for." })
  total: number;

  @Field(() => [GroupSendConfirmation], { description: "As WeCom told last." })
  confirmations: GroupSendConfirmation[];

  @Field(() => MessageError, { nullable: true })
  error: MessageError | null;

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: "Not before." })
  scheduledAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: "Since when employees are asked." })
  waitingSince: Date | null;

  @Field(() => DateTime, { nullable: true, description: "When WeCom was asked last who has confirmed." })
  checkedAt: Date | null;

  @Field(() => DateTime, { nullable: true })
  remindedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: "A person wants it stopped." })
  cancelAskedAt: Date | null;

  @Field(() => DateTime, { nullable: true })
  endedAt: Date | null;

  createdById: string | null;
}

export const GroupSendConnection = connectionOf(() => GroupSend, "GroupSend");

@InputType({ description: "Which group sends; without it all of them." })
export class GroupSendFilter {
  static readonly rules = z.object({
    accountIds: z.array(uuid()).max(200, "at most 200").nullish(),
    statuses: z.array(z.enum(GroupSendStatusEnum)).nullish(),
    batchId: uuid().nullish(),
  });

  @Field(() => [ID], { nullable: true })
  accountIds?: string[] | null;

  @Field(() => [GroupSendStatusEnum], { nullable: true })
  statuses?: GroupSendStatus[] | null;

  @Field(() => ID, { nullable: true })
  batchId?: string | null;
}

@InputType({ description: "The group send meant." })
export class GroupSendInput {
  static readonly rules = z.object({ groupSendId: uuid() });

  @Field(() => ID)
  groupSendId: string;
}

@ObjectType({ description: "The group send as it is now." })
export class GroupSendPayload {
  @Field(() => GroupSend)
  groupSend: GroupSend;
}

@ObjectType({ description: "A group send that has come to another status." })
export class GroupSendEvent {
  @Field(() => DateTime)
  at: Date;

  @Field(() => ID)
  groupSendId: string;

  @Field(() => ID)
  accountId: string;

  @Field(() => ID, { nullable: true })
  batchId: string | null;

  @Field(() => GroupSendStatusEnum)
  status: GroupSendStatus;
}
