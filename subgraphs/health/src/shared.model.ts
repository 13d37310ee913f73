import { registerEnumType } from "type-graphql";
import { z } from "zod";

export const actorKinds = ["USER", "API_KEY", "SYSTEM"] as const;
export type ActorKind = (typeof actorKinds)[number];
export const ActorKindEnum = z.enum(actorKinds).enum;
registerEnumType(ActorKindEnum, {
  name: "ActorKind",
  description: "Who caused a change.",
  valuesConfig: {
    USER: { description: "A person." },
    API_KEY: { description: "A program with an API key." },
    SYSTEM: { description: "The platform by itself." },
  },
});

const textLanguages = ["ZH_CN", "EN"] as const;
export type TextLanguage = (typeof textLanguages)[number];
export const TextLanguageEnum = z.enum(textLanguages).enum;
registerEnumType(TextLanguageEnum, { name: "TextLanguage", description: "A language of texts for people." });
