import { Field, ObjectType } from "type-graphql";
import { Conversation } from "./conversation.model.ts";
import { ConversationMessage } from "./conversationMessage.model.ts";

@ObjectType({ description: "The conversation as it is now." })
export class ConversationPayload {
  @Field(() => Conversation)
  conversation: Conversation;
}

@ObjectType({ description: "What was accepted, and the conversation with it." })
export class ConversationMessagePayload {
  @Field(() => ConversationMessage)
  message: ConversationMessage;

  @Field(() => Conversation)
  conversation: Conversation;
}
