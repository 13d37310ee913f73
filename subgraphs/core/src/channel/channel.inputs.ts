import { Field, ID, InputType, Int } from "type-graphql";
import { z } from "zod";
import { text, uuid } from "@wegraph/kit/validate";
import { severities } from "../notification/notice.ts";
import type { Severity } from "../notification/notice.ts";
import { LanguageEnum, SeverityEnum } from "../notification/notice.model.ts";
import type { Language } from "./adapter.ts";
import { channelKinds } from "./channel.kinds.ts";
import type { ChannelKind } from "./channel.kinds.ts";
import { ChannelKindEnum } from "./channel.model.ts";

const settingRules = z
  .array(z.object({ name: text(1, 50), value: z.string().max(1_000) }))
  .max(20, "at most 20");
const severityRules = z
  .array(z.enum(severities))
  .max(severities.length)
  .transform((given) => severities.filter((severity) => given.includes(severity)));
const position = z.number().int().min(0, "at least 0").max(1_000, "at most 1000");

@InputType({ description: "A setting's value." })
export class NotificationChannelSettingInput {
  @Field(() => String)
  name: string;

  @Field(() => String, { description: "Empty: none." })
  value: string;
}

@InputType({ description: "A new channel." })
export class CreateNotificationChannelInput {
  static readonly rules = z.object({
    kind: z.enum(channelKinds),
    name: text(1, 60),
    settings: settingRules,
    severities: severityRules.nullish(),
    language: z.enum(["zh", "en"]).nullish(),
    position: position.nullish(),
    idempotencyKey: text(1, 200).nullish(),
  });

  @Field(() => ChannelKindEnum)
  kind: ChannelKind;

  @Field(() => String)
  name: string;

  @Field(() => [NotificationChannelSettingInput], { description: "See `notificationChannelKinds`." })
  settings: NotificationChannelSettingInput[];

  @Field(() => [SeverityEnum], { nullable: true, description: "As the kind has it if not given." })
  severities?: Severity[] | null;

  @Field(() => LanguageEnum, { nullable: true, description: "zh if not given." })
  language?: Language | null;

  @Field(() => Int, { nullable: true, description: "Behind all others if not given." })
  position?: number | null;

  @Field(() => String, {
    nullable: true,
    description: "A repeat with the same key and input gets the same channel.",
  })
  idempotencyKey?: string | null;
}

@InputType({ description: "What to change of a channel; what is not given stays, secret settings too." })
export class UpdateNotificationChannelInput {
  static readonly rules = z.object({
    channelId: uuid(),
    name: text(1, 60).nullish(),
    settings: settingRules.nullish(),
    severities: severityRules.nullish(),
    language: z.enum(["zh", "en"]).nullish(),
    position: position.nullish(),
  });

  @Field(() => ID)
  channelId: string;

  @Field(() => String, { nullable: true })
  name?: string | null;

  @Field(() => [NotificationChannelSettingInput], { nullable: true })
  settings?: NotificationChannelSettingInput[] | null;

  @Field(() => [SeverityEnum], { nullable: true })
  severities?: Severity[] | null;

  @Field(() => LanguageEnum, { nullable: true })
  language?: Language | null;

  @Field(() => Int, { nullable: true })
  position?: number | null;
}

@InputType({ description: "Which channel." })
export class NotificationChannelInput {
  static readonly rules = z.object({ channelId: uuid() });

  @Field(() => ID)
  channelId: string;
}
