import { Field, ID, InputType, ObjectType } from "type-graphql";
import { text, uuid } from "@wegraph/kit/validate";
import { z } from "zod";
import { MessageContentInput, messageContentRules } from "../content.input.ts";
import { Json } from "../json.scalar.ts";
import { MessageVariableInput } from "../message.input.ts";

@InputType({ description: "A text to look at before it is sent." })
export class PreviewMessageInput {
  static readonly rules = z
    .object({
      content: messageContentRules.optional(),
      templateId: uuid().nullish(),
      variables: z.array(z.object({ name: z.string().max(40), value: z.string().max(2_000) })).max(50),
    })
    .refine(({ content, templateId }) => (content == null) !== (templateId == null), {
      path: ["content"],
      message: "Give content or templateId, one of them.",
    });

  @Field(() => MessageContentInput, { nullable: true })
  content?: MessageContentInput | null;

  @Field(() => ID, { nullable: true, description: "The newest version of this template, approved or not." })
  templateId?: string | null;

  @Field(() => [MessageVariableInput])
  variables: MessageVariableInput[];
}

@ObjectType({ description: "What a message would say, and what is wrong with it." })
export class MessagePreview {
  @Field(() => Json, { description: "With the variables filled in; those without a value stay visible." })
  content: unknown;

  @Field(() => [String], { description: "Variables without a value." })
  missing: string[];

  @Field(() => [String], { description: "Why it would be refused: field and reason." })
  issues: string[];

  @Field(() => String, { nullable: true, description: "The forbidden word it holds." })
  keyword: string | null;
}

@InputType({ description: "All words that no message may hold; those there were are replaced." })
export class SetMessageKeywordsInput {
  static readonly rules = z.object({ words: z.array(text(1, 50)).max(1_000, "at most 1,000") });

  @Field(() => [String])
  words: string[];
}

@ObjectType({ description: "The words as they are now." })
export class MessageKeywordsPayload {
  @Field(() => [String])
  words: string[];
}
