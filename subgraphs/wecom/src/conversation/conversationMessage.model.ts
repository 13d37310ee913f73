import { Field, ID, ObjectType } from "type-graphql";
import { connectionOf } from "@wegraph/kit/page";
import { DateTime } from "@wegraph/kit/scalars";
import { Json } from "../message/json.scalar.ts";
import { MessageStatusEnum } from "../message/message.enums.ts";
import type { MessageStatus } from "../message/message.machine.ts";
import { MessageError } from "../message/message.model.ts";
import { DirectionEnum } from "./conversation.enums.ts";
import type { Direction } from "./conversation.enums.ts";

@ObjectType({ description: "One message of a conversation, whoever wrote it." })
export class ConversationMessage {
  @Field(() => ID, { description: "Of one that was sent, also the id of its Message." })
  id: string;

  @Field(() => DirectionEnum)
  direction: Direction;

  @Field(() => DateTime, { description: "Its place in the conversation." })
  at: Date;

  @Field(() => String, { description: "A MessageType; or LOCATION, LINK or OTHER of what was received." })
  type: string;

  @Field(() => String, { nullable: true, description: "Its words, where it has any." })
  text: string | null;

  @Field(() => Json, {
    description:
      "What was sent, as MessageContentInput; or what was received: TEXT text; IMAGE mediaId, url; VOICE mediaId, format; VIDEO and FILE mediaId; LOCATION latitude, longitude, name, address; LINK title, url, description; MINIPROGRAM title, appId, page; OTHER wecomType.",
  })
  content: unknown;

  @Field(() => MessageStatusEnum, { nullable: true, description: "How far one that was sent is." })
  status: MessageStatus | null;

  @Field(() => MessageError, { nullable: true })
  error: MessageError | null;

  @Field(() => DateTime, { nullable: true, description: "When it was taken back." })
  recalledAt: Date | null;

  @Field(() => String, {
    nullable: true,
    description: "User id of the member who wrote it in WeCom's client.",
  })
  servicerId: string | null;

  createdById: string | null;
}

export const ConversationMessageConnection = connectionOf(() => ConversationMessage, "ConversationMessage");
