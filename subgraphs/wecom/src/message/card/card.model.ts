import { Field, ID, InputType, ObjectType } from "type-graphql";
import { DateTime } from "@wegraph/kit/scalars";
import { uuid } from "@wegraph/kit/validate";
import { z } from "zod";
import { TemplateCardInput } from "../card.input.ts";
import { messageContentRules } from "../content.input.ts";

@ObjectType({ description: "What was chosen of one question of a card." })
export class CardChoice {
  @Field(() => String)
  questionKey: string;

  @Field(() => [String])
  optionIds: string[];
}

@ObjectType({ description: "A member's tap on a template card." })
export class CardTap {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  messageId: string;

  @Field(() => ID)
  accountId: string;

  @Field(() => String, { description: "WeCom's id of the member." })
  userId: string;

  @Field(() => String, { description: "The key of what was tapped." })
  key: string;

  @Field(() => [CardChoice], { description: "What was chosen with it." })
  selected: CardChoice[];

  @Field(() => DateTime)
  at: Date;

  @Field(() => DateTime, { nullable: true, description: "When the card was changed in answer to it." })
  answeredAt: Date | null;
}

@ObjectType({ description: "A tap on a card, as it happens." })
export class CardTapEvent {
  @Field(() => DateTime)
  at: Date;

  @Field(() => ID)
  tapId: string;

  @Field(() => ID)
  messageId: string;

  @Field(() => ID)
  accountId: string;

  @Field(() => String)
  userId: string;

  @Field(() => String)
  key: string;

  @Field(() => [CardChoice])
  selected: CardChoice[];
}

@InputType({ description: "How the card is to look to the member who tapped it." })
export class AnswerCardTapInput {
  static readonly rules = z
    .object({
      tapId: uuid(),
      buttonText: z.string().min(1, "must not be empty").max(10, "at most 10 characters").nullish(),
      card: messageContentRules.nullish(),
    })
    .refine(({ buttonText, card }) => (buttonText == null) !== (card == null), {
      path: ["buttonText"],
      message: "Give buttonText or card, one of them.",
    });

  @Field(() => ID)
  tapId: string;

  @Field(() => String, {
    nullable: true,
    description: "The button says this and cannot be tapped any more; at most 10 characters.",
  })
  buttonText?: string | null;

  @Field(() => TemplateCardInput, { nullable: true, description: "Another card in its place." })
  card?: TemplateCardInput | null;
}

@ObjectType({ description: "The tap as it is now." })
export class CardTapPayload {
  @Field(() => CardTap)
  cardTap: CardTap;
}
