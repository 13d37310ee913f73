import { Directive, Field, ID, ObjectType, registerEnumType } from "type-graphql";
import { z } from "zod";

const sortDirections = ["ASC", "DESC"] as const;
export type SortDirection = (typeof sortDirections)[number];
export const SortDirectionEnum = z.enum(sortDirections).enum;
registerEnumType(SortDirectionEnum, {
  name: "SortDirection",
  description: "Which end of a list comes first.",
});

export const actorKinds = ["USER", "API_KEY", "SYSTEM"] as const;
export type ActorKind = (typeof actorKinds)[number];
export const ActorKindEnum = z.enum(actorKinds).enum;
registerEnumType(ActorKindEnum, {
  name: "ActorKind",
  description: "Who caused a change.",
  valuesConfig: {
    USER: { description: "A person." },
    API_KEY: { description: "A program with an API key." },
    SYSTEM: { description: "The platform by itself: the account driver." },
  },
});

const textLanguages = ["ZH_CN", "EN"] as const;
export type TextLanguage = (typeof textLanguages)[number];
export const TextLanguageEnum = z.enum(textLanguages).enum;
registerEnumType(TextLanguageEnum, { name: "TextLanguage", description: "A language of texts for people." });

@Directive("@shareable")
@ObjectType({ description: "What is gone." })
export class RemovePayload {
  @Field(() => ID, { description: "Id of what was removed." })
  removedId: string;
}
