import { Field, InputType } from "type-graphql";
import { z } from "zod";
import { TemplateCardInput } from "./card.input.ts";
import { MessageTypeEnum } from "./message.enums.ts";
import type { MessageType } from "./message.enums.ts";

/** What is left out and what is null are the same: the shapes behind know only what is there. */
function present(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(present);
  if (value === null || typeof value !== "object") return value;
  const fields = Object.entries(value).filter(([, field]) => field !== null && field !== undefined);
  return Object.fromEntries(fields.map(([name, field]) => [name, present(field)]));
}

/**
 * The shape each type has is checked when the recipient is known, for what may be sent depends on that as well (see
 * content/content.ts); the complaints name the field there.
 */
export const messageContentRules = z.unknown().transform(present);

@InputType({ description: "A row of a mini-programme's notice." })
export class MessageItemInput {
  @Field(() => String, { description: "At most 10 characters." })
  key: string;

  @Field(() => String, { description: "At most 30 characters." })
  value: string;
}

@InputType({ description: "An article; needs a URL, or a mini-programme and its page." })
export class MessageArticleInput {
  @Field(() => String, { description: "At most 128 bytes." })
  title: string;

  @Field(() => String, { nullable: true, description: "At most 512 bytes." })
  description?: string | null;

  @Field(() => String, { nullable: true })
  url?: string | null;

  @Field(() => String, { nullable: true })
  pictureUrl?: string | null;

  @Field(() => String, { nullable: true })
  appId?: string | null;

  @Field(() => String, { nullable: true })
  page?: string | null;
}

@InputType({
  description:
    "What a message says: its type, and the fields of that type. TEXT, MARKDOWN: text. GROUP_TEXT: text, mentions, mentionsAll. IMAGE, VOICE, FILE: file. VIDEO: file, title, description. LINK_CARD: title, description, url, buttonText, cover, coverUrl. MINIPROGRAM: appId, page, title, description, items, emphasizeFirst, cover. NEWS: articles. TEMPLATE_CARD: card. A field that its type does not have is refused.",
})
export class MessageContentInput {
  @Field(() => MessageTypeEnum)
  type: MessageType;

  @Field(() => String, { nullable: true, description: "At most 2,048 bytes in UTF-8." })
  text?: string | null;

  @Field(() => [String], { nullable: true, description: "User ids of the members to mention." })
  mentions?: string[] | null;

  @Field(() => Boolean, { nullable: true })
  mentionsAll?: boolean | null;

  @Field(() => String, { nullable: true, description: "The id of a MediaFile." })
  file?: string | null;

  @Field(() => String, { nullable: true })
  title?: string | null;

  @Field(() => String, { nullable: true })
  description?: string | null;

  @Field(() => String, { nullable: true })
  url?: string | null;

  @Field(() => String, { nullable: true, description: "At most 4 characters." })
  buttonText?: string | null;

  @Field(() => String, { nullable: true })
  appId?: string | null;

  @Field(() => String, { nullable: true })
  page?: string | null;

  @Field(() => Boolean, { nullable: true })
  emphasizeFirst?: boolean | null;

  @Field(() => [MessageItemInput], { nullable: true, description: "At most 10." })
  items?: MessageItemInput[] | null;

  @Field(() => [MessageArticleInput], { nullable: true, description: "1 to 8." })
  articles?: MessageArticleInput[] | null;

  @Field(() => TemplateCardInput, { nullable: true })
  card?: TemplateCardInput | null;

  @Field(() => String, {
    nullable: true,
    description: "Of a LINK_CARD or MINIPROGRAM to customers: its picture, the id of a MediaFile.",
  })
  cover?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Of a LINK_CARD in a group send: the address of its picture.",
  })
  coverUrl?: string | null;
}
