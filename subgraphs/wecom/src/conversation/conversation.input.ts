import { Field, ID, InputType } from "type-graphql";
import { text, uuid } from "@wegraph/kit/validate";
import { z } from "zod";
import { MessageContentInput, messageContentRules } from "../message/content.input.ts";
import { ConversationKindEnum } from "./conversation.enums.ts";
import type { ConversationKind } from "./conversation.enums.ts";

@InputType({ description: "A message to send from a conversation." })
export class SendConversationMessageInput {
  static readonly rules = z.object({
    conversationId: uuid(),
    content: messageContentRules,
    idempotencyKey: text(1, 255),
  });

  @Field(() => ID)
  conversationId: string;

  @Field(() => MessageContentInput)
  content: MessageContentInput;

  @Field(() => String, { description: "The same key with the same input gives the same message." })
  idempotencyKey: string;
}

@InputType({ description: "Who is to answer a conversation." })
export class AssignConversationInput {
  static readonly rules = z.object({ conversationId: uuid(), assigneeId: uuid().nullish() });

  @Field(() => ID)
  conversationId: string;

  @Field(() => ID, { nullable: true, description: "Left out, nobody." })
  assigneeId?: string | null;
}

@InputType({ description: "How far a conversation was read." })
export class MarkConversationReadInput {
  static readonly rules = z.object({ conversationId: uuid(), upToMessageId: uuid().nullish() });

  @Field(() => ID)
  conversationId: string;

  @Field(() => ID, {
    nullable: true,
    description: "The newest message that was read; left out, all of them.",
  })
  upToMessageId?: string | null;
}

@InputType({ description: "The conversation meant." })
export class ConversationInput {
  static readonly rules = z.object({ conversationId: uuid() });

  @Field(() => ID)
  conversationId: string;
}

/** What WeCom calls whom an application may write to first: a member, or a group it made. */
const firstKinds = [ConversationKindEnum.MEMBER, ConversationKindEnum.GROUP_CHAT] as const;

@InputType({ description: "Whom to talk with. Customers of 微信客服 can only be answered." })
export class StartConversationInput {
  static readonly rules = z.object({
    accountId: uuid(),
    kind: z.enum(firstKinds, "only a member or a group can be written to first"),
    recipient: z.string().regex(/^[A-Za-z0-9][\w.@-]{0,63}$/, "not an id at WeCom"),
  });

  @Field(() => ID)
  accountId: string;

  @Field(() => ConversationKindEnum)
  kind: ConversationKind;

  @Field(() => String, { description: "WeCom's id of the member, or of a group the application made." })
  recipient: string;
}
