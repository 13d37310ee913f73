import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "@wegraph/kit/page";
import { DateTime } from "@wegraph/kit/scalars";
import { text, uuid } from "@wegraph/kit/validate";
import { z } from "zod";
import { MessageContentInput, messageContentRules } from "../content.input.ts";
import { Json } from "../json.scalar.ts";
import { MessageTypeEnum } from "../message.enums.ts";
import type { MessageType } from "../message.enums.ts";
import { templateStates } from "./template.states.ts";
import type { TemplateDecision, TemplateState } from "./template.states.ts";

export const TemplateStateEnum = z.enum(templateStates).enum;
registerEnumType(TemplateStateEnum, {
  name: "MessageTemplateState",
  description: "Whether a version of a template may be sent.",
});

export const TemplateDecisionEnum = z.enum(["APPROVE", "REJECT"]).enum;
registerEnumType(TemplateDecisionEnum, {
  name: "MessageTemplateDecision",
  description: "What is decided about a version.",
});

@ObjectType({ description: "A text with {{variables}} that messages are made of." })
export class MessageTemplate {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  name: string;

  @Field(() => Int, { description: "Number of the newest version." })
  version: number;

  @Field(() => Int, {
    nullable: true,
    description:
      "Number of the version that is sent: the newest approved one. Null before the first approval.",
  })
  approved: number | null;

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => DateTime)
  updatedAt: Date;
}

@ObjectType({ description: "What a template said at one time. Never changed." })
export class MessageTemplateVersion {
  @Field(() => Int)
  version: number;

  @Field(() => MessageTypeEnum)
  type: MessageType;

  @Field(() => Json, { description: "As MessageContentInput, without what was left out." })
  content: unknown;

  @Field(() => [String], { description: "The variables it needs, in the order of their first appearance." })
  variables: string[];

  @Field(() => TemplateStateEnum)
  state: TemplateState;

  @Field(() => String, { nullable: true, description: "What was said with the decision." })
  reason: string | null;

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => DateTime, { nullable: true })
  decidedAt: Date | null;
}

export const MessageTemplateConnection = connectionOf(() => MessageTemplate, "MessageTemplate");

@InputType({ description: "A new template." })
export class CreateMessageTemplateInput {
  static readonly rules = z.object({ name: text(1, 100), content: messageContentRules });

  @Field(() => String, { description: "Unique in the tenant." })
  name: string;

  @Field(() => MessageContentInput)
  content: MessageContentInput;
}

@InputType({ description: "Another version of a template." })
export class ReviseMessageTemplateInput {
  static readonly rules = z.object({ templateId: uuid(), content: messageContentRules });

  @Field(() => ID)
  templateId: string;

  @Field(() => MessageContentInput)
  content: MessageContentInput;
}

@InputType({ description: "A decision about one version of a template; made once." })
export class DecideMessageTemplateInput {
  static readonly rules = z.object({
    templateId: uuid(),
    version: z.number().int().min(1),
    decision: z.enum(TemplateDecisionEnum),
    reason: text(1, 500).nullish(),
  });

  @Field(() => ID)
  templateId: string;

  @Field(() => Int)
  version: number;

  @Field(() => TemplateDecisionEnum)
  decision: TemplateDecision;

  @Field(() => String, { nullable: true })
  reason?: string | null;
}

@InputType({ description: "The template meant." })
export class MessageTemplateInput {
  static readonly rules = z.object({ templateId: uuid() });

  @Field(() => ID)
  templateId: string;
}

@ObjectType({ description: "The template as it is now." })
export class MessageTemplatePayload {
  @Field(() => MessageTemplate)
  messageTemplate: MessageTemplate;
}
