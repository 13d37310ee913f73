import { Field, ObjectType, registerEnumType } from "type-graphql";
import { z } from "zod";
import { severities } from "./notice.ts";

export const SeverityEnum = z.enum(severities).enum;
registerEnumType(SeverityEnum, {
  name: "NoticeSeverity",
  description: "How much a notice matters.",
  valuesConfig: {
    CRITICAL: { description: "Somebody has to act at once; goes to every channel." },
    WARNING: { description: "Will become a problem; goes to WeCom and e-mail." },
    INFO: { description: "Good to know; goes to WeCom." },
  },
});

export const LanguageEnum = z.enum(["zh", "en"]).enum;
registerEnumType(LanguageEnum, {
  name: "NoticeLanguage",
  description: "In which language something is sent.",
});

@ObjectType({ description: "A text in each language of the console." })
export class BilingualText {
  @Field(() => String)
  zh: string;

  @Field(() => String)
  en: string;
}
