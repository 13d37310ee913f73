import { Field, Float, InputType, Int, registerEnumType } from "type-graphql";
import { z } from "zod";

/** The names content/card.content.ts has them by. */
export const CardKindEnum = z.enum([
  "TEXT_NOTICE",
  "NEWS_NOTICE",
  "BUTTON_INTERACTION",
  "VOTE_INTERACTION",
  "MULTIPLE_INTERACTION",
]).enum;
registerEnumType(CardKindEnum, {
  name: "TemplateCardKind",
  description: "What a template card is for (WeCom path/90236). The last three can be answered.",
  valuesConfig: {
    TEXT_NOTICE: {
      description:
        "headline or subtitle; action; emphasis, quote, rows, jumps. With menu it can be answered.",
    },
    NEWS_NOTICE: {
      description:
        "headline; image or imageText; action; quote, rows, jumps, paragraphs. With menu it can be answered.",
    },
    BUTTON_INTERACTION: { description: "buttons; headline, subtitle, quote, rows, action, selection." },
    VOTE_INTERACTION: { description: "question, submit; headline." },
    MULTIPLE_INTERACTION: { description: "selections, submit; headline." },
  },
});

export const CardLinkKindEnum = z.enum(["URL", "MINIPROGRAM", "FILE", "MEMBER"]).enum;
registerEnumType(CardLinkKindEnum, {
  name: "CardLinkKind",
  description: "Where a tap leads.",
  valuesConfig: {
    URL: { description: "url" },
    MINIPROGRAM: { description: "appId, page" },
    FILE: { description: "file; of a row only" },
    MEMBER: { description: "userId; of a row only" },
  },
});

export const CardColorEnum = z.enum(["GREY", "BLACK", "RED", "GREEN"]).enum;
registerEnumType(CardColorEnum, { name: "CardColor", description: "The colour of a card's source." });

@InputType({ description: "Where a tap leads: kind, and the fields of that kind." })
export class CardLinkInput {
  @Field(() => CardLinkKindEnum)
  kind: keyof typeof CardLinkKindEnum;

  @Field(() => String, { nullable: true, description: "http or https; at most 2,048 bytes." })
  url?: string | null;

  @Field(() => String, { nullable: true })
  appId?: string | null;

  @Field(() => String, { nullable: true })
  page?: string | null;

  @Field(() => String, { nullable: true, description: "The id of a MediaFile." })
  file?: string | null;

  @Field(() => String, { nullable: true })
  userId?: string | null;
}

@InputType({ description: "Where a card comes from, shown above it." })
export class CardSourceInput {
  @Field(() => String, { nullable: true })
  iconUrl?: string | null;

  @Field(() => String, { nullable: true, description: "At most 20 characters." })
  text?: string | null;

  @Field(() => CardColorEnum, { nullable: true, description: "GREY unless given." })
  color?: keyof typeof CardColorEnum | null;
}

@InputType({ description: "Something to tap; its key comes back with the tap." })
export class CardActionInput {
  @Field(() => String, { description: "At most 20 characters in a menu, 10 on a submit button." })
  text: string;

  @Field(() => String, { description: "At most 1,024 bytes." })
  key: string;
}

@InputType({ description: "The menu in a card's corner." })
export class CardMenuInput {
  @Field(() => String, { nullable: true, description: "At most 64 characters." })
  description?: string | null;

  @Field(() => [CardActionInput], { description: "1 to 3." })
  actions: CardActionInput[];
}

@InputType({ description: "Two lines, the first one larger." })
export class CardHeadlineInput {
  @Field(() => String, { nullable: true, description: "At most 36 characters; of an emphasis 14." })
  title?: string | null;

  @Field(() => String, { nullable: true, description: "At most 44 characters; of an emphasis 22." })
  description?: string | null;
}

@InputType({ description: "What a card quotes." })
export class CardQuoteInput {
  @Field(() => String, { nullable: true })
  title?: string | null;

  @Field(() => String, { nullable: true })
  text?: string | null;

  @Field(() => CardLinkInput, { nullable: true })
  link?: CardLinkInput | null;
}

@InputType({ description: "A row of a card." })
export class CardRowInput {
  @Field(() => String, { description: "At most 5 characters." })
  name: string;

  @Field(() => String, { nullable: true, description: "At most 30 characters." })
  value?: string | null;

  @Field(() => CardLinkInput, { nullable: true })
  link?: CardLinkInput | null;
}

@InputType({ description: "A link below a card." })
export class CardJumpInput {
  @Field(() => String, { description: "At most 18 characters." })
  title: string;

  @Field(() => CardLinkInput, { nullable: true })
  link?: CardLinkInput | null;
}

@InputType({ description: "A picture." })
export class CardImageInput {
  @Field(() => String)
  url: string;

  @Field(() => Float, { nullable: true, description: "Width by height, 1.3 to 2.25; 1.3 unless given." })
  aspectRatio?: number | null;
}

@InputType({ description: "A picture with text beside it." })
export class CardImageTextInput {
  @Field(() => String)
  imageUrl: string;

  @Field(() => String, { nullable: true, description: "At most 36 characters." })
  title?: string | null;

  @Field(() => String, { nullable: true, description: "At most 44 characters." })
  description?: string | null;

  @Field(() => CardLinkInput, { nullable: true })
  link?: CardLinkInput | null;
}

@InputType({ description: "A paragraph." })
export class CardParagraphInput {
  @Field(() => String, { description: "At most 38 characters." })
  title: string;

  @Field(() => String, { nullable: true, description: "At most 160 characters." })
  description?: string | null;
}

@InputType({ description: "Something to choose." })
export class CardOptionInput {
  @Field(() => String, { description: "At most 128 bytes." })
  id: string;

  @Field(() => String, { description: "At most 11 characters." })
  text: string;

  @Field(() => Boolean, { nullable: true, description: "Of a vote: chosen from the start." })
  isChecked?: boolean | null;
}

@InputType({ description: "A list to choose one of." })
export class CardSelectionInput {
  @Field(() => String)
  questionKey: string;

  @Field(() => String, { nullable: true, description: "At most 13 characters." })
  title?: string | null;

  @Field(() => [CardOptionInput], { description: "1 to 10." })
  options: CardOptionInput[];

  @Field(() => String, { nullable: true })
  selectedId?: string | null;
}

@InputType({ description: "What a vote asks." })
export class CardQuestionInput {
  @Field(() => String)
  key: string;

  @Field(() => Boolean, { nullable: true, description: "Whether several may be chosen." })
  isMultiple?: boolean | null;

  @Field(() => [CardOptionInput], { description: "1 to 20." })
  options: CardOptionInput[];
}

@InputType({ description: "A button." })
export class CardButtonInput {
  @Field(() => String, { description: "At most 10 characters." })
  text: string;

  @Field(() => Int, { nullable: true, description: "1 to 4, as WeCom paints them; 1 unless given." })
  style?: number | null;

  @Field(() => String, { description: "At most 1,024 bytes; comes back with the tap." })
  key: string;
}

@InputType({
  description:
    "A template card: its kind, and the fields of that kind. A field that its kind does not have is refused.",
})
export class TemplateCardInput {
  @Field(() => CardKindEnum)
  kind: keyof typeof CardKindEnum;

  @Field(() => CardSourceInput, { nullable: true })
  source?: CardSourceInput | null;

  @Field(() => CardMenuInput, { nullable: true })
  menu?: CardMenuInput | null;

  @Field(() => CardHeadlineInput, { nullable: true })
  headline?: CardHeadlineInput | null;

  @Field(() => CardHeadlineInput, { nullable: true })
  emphasis?: CardHeadlineInput | null;

  @Field(() => String, { nullable: true, description: "At most 160 characters." })
  subtitle?: string | null;

  @Field(() => CardQuoteInput, { nullable: true })
  quote?: CardQuoteInput | null;

  @Field(() => [CardRowInput], { nullable: true, description: "At most 6." })
  rows?: CardRowInput[] | null;

  @Field(() => [CardJumpInput], { nullable: true, description: "At most 3." })
  jumps?: CardJumpInput[] | null;

  @Field(() => CardLinkInput, { nullable: true, description: "Where a tap on the card itself leads." })
  action?: CardLinkInput | null;

  @Field(() => CardImageInput, { nullable: true })
  image?: CardImageInput | null;

  @Field(() => CardImageTextInput, { nullable: true })
  imageText?: CardImageTextInput | null;

  @Field(() => [CardParagraphInput], { nullable: true, description: "At most 4." })
  paragraphs?: CardParagraphInput[] | null;

  @Field(() => CardSelectionInput, { nullable: true })
  selection?: CardSelectionInput | null;

  @Field(() => [CardButtonInput], { nullable: true, description: "1 to 6." })
  buttons?: CardButtonInput[] | null;

  @Field(() => CardQuestionInput, { nullable: true })
  question?: CardQuestionInput | null;

  @Field(() => [CardSelectionInput], { nullable: true, description: "1 to 3." })
  selections?: CardSelectionInput[] | null;

  @Field(() => CardActionInput, { nullable: true, description: "The button of a vote or of selections." })
  submit?: CardActionInput | null;

  @Field(() => String, {
    nullable: true,
    description: "What the button says once a member has tapped it, and cannot again; at most 10 characters.",
  })
  afterTap?: string | null;
}
