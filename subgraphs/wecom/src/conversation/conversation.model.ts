import { Directive, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { connectionOf } from "@wegraph/kit/page";
import { DateTime } from "@wegraph/kit/scalars";
import { text, uuid } from "@wegraph/kit/validate";
import { z } from "zod";
import {
  AssignmentEnum,
  ConversationKindEnum,
  ConversationStateEnum,
  DirectionEnum,
  KfStateEnum,
} from "./conversation.enums.ts";
import type {
  Assignment,
  ConversationKind,
  ConversationState,
  Direction,
  KfState,
} from "./conversation.enums.ts";

@ObjectType({ description: "How long and how often one may still answer (WeCom path/94677)." })
export class ConversationWindow {
  @Field(() => Boolean, { description: "Whether one more message may be sent now." })
  isOpen: boolean;

  @Field(() => DateTime, { nullable: true, description: "Until then; null before the customer has written." })
  endsAt: Date | null;

  @Field(() => Int)
  messagesLeft: number;

  @Field(() => Int)
  messagesMax: number;
}

@ObjectType({ description: "What a list shows of a conversation's newest message." })
export class ConversationGlance {
  @Field(() => ID)
  messageId: string;

  @Field(() => DateTime)
  at: Date;

  @Field(() => DirectionEnum)
  direction: Direction;

  @Field(() => String, {
    description: "A MessageType, or LOCATION, LINK or OTHER of what the other side wrote.",
  })
  type: string;

  @Field(() => String, { description: "Its first words; empty for what has none." })
  preview: string;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: "A talk of an account with a member, a customer or a group." })
export class Conversation {
  @Field(() => ID)
  id: string;

  @Field(() => ConversationKindEnum)
  kind: ConversationKind;

  @Field(() => ID)
  accountId: string;

  @Field(() => String, {
    description:
      "WeCom's id of the other side; of a customer of 微信客服 <open_kfid>/<external_userid>. As the recipient of its messages.",
  })
  recipient: string;

  @Field(() => String, { description: "What people know the other side by; its id until that is known." })
  name: string;

  @Field(() => String, { nullable: true })
  avatarUrl: string | null;

  @Field(() => ConversationStateEnum)
  state: ConversationState;

  assigneeId: string | null;

  @Field(() => Int, {
    description: "Messages of the other side that nobody responsible has read: the desk's, not the reader's.",
  })
  unread: number;

  @Field(() => ConversationGlance, { nullable: true })
  lastMessage: ConversationGlance | null;

  @Field(() => DateTime, { description: "What lists are ordered by: its newest message, or its beginning." })
  lastMessageAt: Date;

  @Field(() => DateTime, { nullable: true, description: "When the other side wrote last." })
  lastIncomingAt: Date | null;

  @Field(() => Boolean, { description: "Whether the platform hears what is written there." })
  isHeard: boolean;

  @Field(() => KfStateEnum, { nullable: true, description: "Of 微信客服, as far as WeCom has told." })
  kfState: KfState | null;

  @Field(() => String, {
    nullable: true,
    description: "User id of the member who serves the customer in WeCom's client.",
  })
  kfServicerId: string | null;

  @Field(() => Int, { description: "Grows with every change." })
  version: number;

  @Field(() => DateTime)
  createdAt: Date;
}

export const ConversationConnection = connectionOf(() => Conversation, "Conversation");

@InputType({ description: "Which conversations; without it all of them." })
export class ConversationFilter {
  static readonly rules = z.object({
    accountIds: z.array(uuid()).max(200, "at most 200").nullish(),
    kinds: z.array(z.enum(ConversationKindEnum)).nullish(),
    states: z.array(z.enum(ConversationStateEnum)).nullish(),
    assignment: z.enum(AssignmentEnum).nullish(),
    assigneeId: uuid().nullish(),
    unreadOnly: z.boolean().nullish(),
    search: text(0, 100).nullish(),
  });

  @Field(() => [ID], { nullable: true })
  accountIds?: string[] | null;

  @Field(() => [ConversationKindEnum], { nullable: true })
  kinds?: ConversationKind[] | null;

  @Field(() => [ConversationStateEnum], { nullable: true })
  states?: ConversationState[] | null;

  @Field(() => AssignmentEnum, { nullable: true })
  assignment?: Assignment | null;

  @Field(() => ID, { nullable: true, description: "Assigned to this user." })
  assigneeId?: string | null;

  @Field(() => Boolean, { nullable: true })
  unreadOnly?: boolean | null;

  @Field(() => String, { nullable: true, description: "Part of the name or of WeCom's id, in any case." })
  search?: string | null;
}

@ObjectType({ description: "How much waits, of the conversations you may see. Each stops at countedUpTo." })
export class ConversationSummary {
  @Field(() => Int, { description: "Conversations with something unread." })
  unread: number;

  @Field(() => Int, { description: "Of these, assigned to you." })
  unreadMine: number;

  @Field(() => Int, { description: "Of these, assigned to nobody." })
  unreadUnassigned: number;

  @Field(() => Int, { description: "A count that has reached this may be more." })
  countedUpTo: number;
}
