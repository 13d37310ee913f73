import { Field, InputType, ObjectType } from "type-graphql";
import { z } from "zod";
import { DateTime } from "@wegraph/kit/scalars";
import type { Language } from "../channel/adapter.ts";
import { noticeKindNames } from "./notice.kinds.ts";
import type { NoticeKind } from "./notice.kinds.ts";
import { BilingualText, LanguageEnum } from "./notice.model.ts";

@ObjectType({ description: "The words of one kind of notice, in one language, as they go over channels." })
export class NotificationTemplate {
  @Field(() => String)
  kind: NoticeKind;

  @Field(() => BilingualText, { description: "The kind's name." })
  kindTitle: BilingualText;

  @Field(() => LanguageEnum)
  language: Language;

  @Field(() => String, { description: "May name variables: {{title}}." })
  title: string;

  @Field(() => String)
  body: string;

  @Field(() => Boolean, { description: "Your own, in place of the shipped one." })
  isOwn: boolean;

  @Field(() => DateTime, { nullable: true })
  updatedAt: Date | null;
}

@ObjectType({ description: "All templates, and what they may name." })
export class NotificationTemplates {
  @Field(() => [NotificationTemplate])
  templates: NotificationTemplate[];

  @Field(() => [String])
  variables: string[];
}

const words = (max: number) =>
  z
    .string()
    .transform((value) => value.normalize("NFC").trim())
    .pipe(
      z
        .string()
        .min(1, "must not be empty")
        .max(max, `at most ${max} characters`)
        // oxlint-disable-next-line no-control-regex -- that there are none but line breaks
        .regex(/^[^\u0000-\u0008\u000b-\u001f\u007f]*$/, "control characters are not allowed"),
    );

const place = {
  kind: z.string().refine((kind) => noticeKindNames.some((each) => each === kind), "there is no such kind"),
  language: z.enum(["zh", "en"]),
};

@InputType({ description: "A template's words." })
export class NotificationTemplateInput {
  static readonly rules = z.object({ ...place, title: words(200), body: words(4_000) });

  @Field(() => String)
  kind: NoticeKind;

  @Field(() => LanguageEnum)
  language: Language;

  @Field(() => String)
  title: string;

  @Field(() => String)
  body: string;
}

@InputType({ description: "Which template to have as it was shipped." })
export class ResetNotificationTemplateInput {
  static readonly rules = z.object(place);

  @Field(() => String)
  kind: NoticeKind;

  @Field(() => LanguageEnum)
  language: Language;
}

@ObjectType({ description: "The template as it is now." })
export class NotificationTemplatePayload {
  @Field(() => NotificationTemplate)
  template: NotificationTemplate;
}

@ObjectType({ description: "How a notice would read." })
export class NotificationPreview {
  @Field(() => String)
  title: string;

  @Field(() => String)
  body: string;
}
