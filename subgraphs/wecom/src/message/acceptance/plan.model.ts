import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { DateTime } from "@wegraph/kit/scalars";
import { uuid } from "@wegraph/kit/validate";
import { z } from "zod";
import { MessageContentInput, messageContentRules } from "../content.input.ts";
import { BatchRecipientInput, batchMax, recipientRules, variablesRules } from "../message.input.ts";

@InputType({ description: "Messages to plan, as they would be sent." })
export class PlanMessagesInput {
  static readonly rules = z
    .object({
      content: messageContentRules.optional(),
      templateId: uuid().nullish(),
      accountId: uuid().nullish(),
      corpId: uuid().nullish(),
      scheduledAt: z.date().nullish(),
      recipients: z
        .array(z.object({ recipient: recipientRules, variables: variablesRules }))
        .min(1, "at least one")
        .max(batchMax, `at most ${batchMax}`),
    })
    .refine(({ content, templateId }) => (content == null) !== (templateId == null), {
      path: ["content"],
      message: "Give content or templateId, one of them.",
    });

  @Field(() => [BatchRecipientInput], { description: `At most ${batchMax}.` })
  recipients: BatchRecipientInput[];

  @Field(() => MessageContentInput, { nullable: true, description: "May hold {{variables}}." })
  content?: MessageContentInput | null;

  @Field(() => ID, {
    nullable: true,
    description: "Instead of content: the approved version of this template.",
  })
  templateId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: "The account to send from; without it the best are chosen.",
  })
  accountId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: "The corporation to choose accounts of, if there are several.",
  })
  corpId?: string | null;

  @Field(() => DateTime, { nullable: true, description: "Not before." })
  scheduledAt?: Date | null;
}

@ObjectType({ description: "An account that would send, and what speaks for it." })
export class MessagePlanAccount {
  @Field(() => ID)
  accountId: string;

  @Field(() => Int, { description: "How many of the messages would go from it." })
  messages: number;

  @Field(() => Int, { description: "Of these, to recipients whom it wrote to last." })
  known: number;

  @Field(() => Boolean, { description: "It was named, not chosen." })
  isNamed: boolean;

  @Field(() => Int, { description: "0 to 100." })
  healthScore: number;

  @Field(() => Int, { description: "Messages it has promised for today that are not over." })
  load: number;

  @Field(() => Int, { description: "Messages to members that it may still promise today." })
  quotaLeft: number;

  @Field(() => Int)
  quotaPerDay: number;
}

@ObjectType({
  description: "What would become of messages if they were sent now. Nothing is promised by it.",
})
export class MessagePlan {
  @Field(() => Int)
  total: number;

  @Field(() => Int, { description: "At the start." })
  atOnce: number;

  @Field(() => Int, { description: "Later, because WeCom does not allow them sooner." })
  later: number;

  @Field(() => Int, {
    description: "For which there is no room within seven days; if there are any, all is refused.",
  })
  overflow: number;

  @Field(() => DateTime)
  startAt: Date;

  @Field(() => DateTime, { nullable: true, description: "Null when all is refused." })
  predictedEndAt: Date | null;

  @Field(() => [MessagePlanAccount], { description: "Those with most messages first." })
  accounts: MessagePlanAccount[];
}
