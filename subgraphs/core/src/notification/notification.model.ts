import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { z } from "zod";
import { connectionOf } from "@wegraph/kit/page";
import { DateTime } from "@wegraph/kit/scalars";
import { text, uuid } from "@wegraph/kit/validate";
import { BilingualText, SeverityEnum } from "./notice.model.ts";
import { noticeKindNames, noticeKinds } from "./notice.kinds.ts";
import { severities } from "./notice.ts";
import type { Severity } from "./notice.ts";

@ObjectType({ description: "What a notice is about." })
export class NoticeSubject {
  @Field(() => String, { description: '"alert", "job", "bill"…' })
  type: string;

  @Field(() => ID)
  id: string;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: "Something you are to know." })
export class Notification {
  @Field(() => ID)
  id: string;

  @Field(() => String, { description: "See `notificationPreferences` for the kinds there are." })
  kind: string;

  @Field(() => SeverityEnum)
  severity: Severity;

  @Field(() => BilingualText)
  title: BilingualText;

  @Field(() => BilingualText, { description: "Plain text; line breaks are meant." })
  body: BilingualText;

  @Field(() => String, { nullable: true, description: "Of the console: where to see more." })
  path: string | null;

  @Field(() => NoticeSubject)
  subject: NoticeSubject;

  @Field(() => ID, { description: "The notice itself, the same for everybody who has it." })
  noticeId: string;

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: "Null: unread." })
  readAt: Date | null;
}

export const NotificationConnection = connectionOf(() => Notification, "Notification");

const kindRules = z.string().refine((kind) => Object.hasOwn(noticeKinds, kind), "there is no such kind");

@InputType({ description: "Which of your notifications; everything given must hold." })
export class NotificationFilter {
  static readonly rules = z.object({
    unreadOnly: z.boolean().nullish(),
    kinds: z.array(kindRules).max(noticeKindNames.length).nullish(),
    severities: z.array(z.enum(severities)).max(severities.length).nullish(),
  });

  @Field(() => Boolean, { nullable: true })
  unreadOnly?: boolean | null;

  @Field(() => [String], { nullable: true })
  kinds?: string[] | null;

  @Field(() => [SeverityEnum], { nullable: true })
  severities?: Severity[] | null;
}

export const markedMax = 200;

@InputType({ description: "Which of your notifications to mark." })
export class MarkNotificationsReadInput {
  static readonly rules = z.object({
    notificationIds: z.array(uuid()).min(1, "at least one").max(markedMax, `at most ${markedMax}`),
    isRead: z.boolean().nullish(),
  });

  @Field(() => [ID])
  notificationIds: string[];

  @Field(() => Boolean, { nullable: true, defaultValue: true, description: "false: unread again." })
  isRead?: boolean | null;
}

@InputType({ description: "Up to when to mark your notifications read." })
export class MarkAllNotificationsReadInput {
  static readonly rules = z.object({ until: z.date().nullish() });

  @Field(() => DateTime, {
    nullable: true,
    description: "Those that came later stay unread: give the time of the newest you have seen.",
  })
  until?: Date | null;
}

@ObjectType({ description: "The notifications that were marked, as they are now." })
export class NotificationsPayload {
  @Field(() => [Notification])
  notifications: Notification[];

  @Field(() => Int)
  unreadCount: number;
}

@ObjectType({ description: "How many were marked." })
export class NotificationCountPayload {
  @Field(() => Int)
  markedCount: number;

  @Field(() => Int)
  unreadCount: number;
}

export const PersonalChannelEnum = z.enum(["IN_APP", "EMAIL", "SMS"]).enum;
registerEnumType(PersonalChannelEnum, {
  name: "PersonalChannel",
  description: "Where a person is told something.",
  valuesConfig: {
    IN_APP: { description: "In the console's notifications." },
    EMAIL: { description: "By mail, if the tenant has a mail channel." },
    SMS: { description: "By SMS, if the tenant has an SMS channel and you gave a number." },
  },
});

@ObjectType({ description: "What you want of one kind of notice." })
export class NotificationPreference {
  @Field(() => String)
  kind: string;

  @Field(() => BilingualText)
  title: BilingualText;

  @Field(() => Boolean, { description: "It always stands in your notifications." })
  isMandatory: boolean;

  @Field(() => [PersonalChannelEnum], { description: "Where you get it." })
  enabled: ("IN_APP" | "EMAIL" | "SMS")[];
}

@ObjectType({ description: "How you want to be told." })
export class NotificationPreferences {
  @Field(() => [NotificationPreference])
  kinds: NotificationPreference[];

  @Field(() => [PersonalChannelEnum], { description: "By what the tenant can reach people now." })
  available: ("IN_APP" | "EMAIL" | "SMS")[];

  @Field(() => DateTime, {
    nullable: true,
    description: "Until then only what is critical is mailed or sent by SMS.",
  })
  mutedUntil: Date | null;

  @Field(() => String, { nullable: true, description: "Your number, but for its end hidden." })
  phone: string | null;
}

@InputType({ description: "One box of the matrix." })
export class NotificationPreferenceInput {
  @Field(() => String)
  kind: string;

  @Field(() => PersonalChannelEnum)
  channel: "IN_APP" | "EMAIL" | "SMS";

  @Field(() => Boolean)
  isEnabled: boolean;
}

@InputType({ description: "What to change of your preferences; what is not named stays." })
export class UpdateNotificationPreferencesInput {
  static readonly rules = z.object({
    changes: z
      .array(
        z.object({
          kind: kindRules,
          channel: z.enum(["IN_APP", "EMAIL", "SMS"]),
          isEnabled: z.boolean(),
        }),
      )
      .min(1, "at least one")
      .max(100, "at most 100"),
  });

  @Field(() => [NotificationPreferenceInput])
  changes: NotificationPreferenceInput[];
}

@InputType({ description: "For how long." })
export class MuteNotificationsInput {
  static readonly rules = z.object({ until: z.date().nullish() });

  @Field(() => DateTime, { nullable: true, description: "At most 30 days ahead; null: not any more." })
  until?: Date | null;
}

@InputType({ description: "Your number for SMS." })
export class SetNotificationPhoneInput {
  static readonly rules = z.object({
    phone: text(0, 20)
      .transform((phone) => phone.replaceAll(/[\s-]/g, ""))
      .pipe(
        z
          .string()
          .regex(/^(?:|\+?[1-9]\d{6,14})$/, "a number with its country's code, or one of mainland China"),
      )
      .nullish(),
  });

  @Field(() => String, { nullable: true, description: '"+8613800138000" or "13800138000"; null: none.' })
  phone?: string | null;
}

@ObjectType({ description: "Your preferences as they are now." })
export class NotificationPreferencesPayload {
  @Field(() => NotificationPreferences)
  preferences: NotificationPreferences;
}
