import { Directive, Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { z } from "zod";
import { connectionOf } from "@wegraph/kit/page";
import { DateTime } from "@wegraph/kit/scalars";
import type { Severity } from "../notification/notice.ts";
import { BilingualText, LanguageEnum, SeverityEnum } from "../notification/notice.model.ts";
import { deliveryFailures } from "./adapter.ts";
import type { DeliveryFailure, Language } from "./adapter.ts";
import { channelKinds, fieldTypes } from "./channel.kinds.ts";
import type { ChannelKind, FieldType, Reach } from "./channel.kinds.ts";
import { channelHealths, channelStatuses } from "./channel.status.ts";
import type { ChannelHealth, ChannelStatus } from "./channel.status.ts";

export const ChannelKindEnum = z.enum(channelKinds).enum;
registerEnumType(ChannelKindEnum, {
  name: "NotificationChannelKind",
  description: "By which system a channel tells people.",
  valuesConfig: {
    WECOM_ROBOT: { description: "A group robot of WeCom; 20 messages a minute." },
    EMAIL: { description: "Mail by an SMTP server, to each person." },
    DINGTALK_ROBOT: { description: "A group robot of DingTalk; 20 messages a minute." },
    FEISHU_BOT: { description: "A group bot of Feishu; 100 messages a minute." },
    ALIYUN_SMS: { description: "SMS by Aliyun, to each person who gave a number." },
    TENCENT_SMS: { description: "SMS by Tencent Cloud, to each person who gave a number." },
    WEBHOOK: { description: "Any system: signed JSON (Standard Webhooks)." },
  },
});

const ReachEnum = z.enum(["GROUP", "EMAIL", "SMS"]).enum;
registerEnumType(ReachEnum, {
  name: "NotificationReach",
  description: "Whom a channel reaches.",
  valuesConfig: {
    GROUP: { description: "A group or a system, once for each notice." },
    EMAIL: { description: "Each person, by mail." },
    SMS: { description: "Each person, by SMS." },
  },
});

const FieldTypeEnum = z.enum(fieldTypes).enum;
registerEnumType(FieldTypeEnum, {
  name: "NotificationChannelFieldType",
  description: "What a setting of a channel must look like.",
});

const ChannelStatusEnum = z.enum(channelStatuses).enum;
registerEnumType(ChannelStatusEnum, {
  name: "NotificationChannelStatus",
  description: "Whether a channel is sent by.",
});

const ChannelHealthEnum = z.enum(channelHealths).enum;
registerEnumType(ChannelHealthEnum, {
  name: "NotificationChannelHealth",
  description: "How a channel does.",
  valuesConfig: {
    UNTRIED: { description: "Nothing was sent yet." },
    HEALTHY: { description: "The last attempt got through." },
    FAILING: { description: "The last attempts failed; they are repeated." },
    SICK: { description: "It keeps failing; others stand in for it until something gets through." },
  },
});

export const DeliveryFailureEnum = z.enum(deliveryFailures).enum;
registerEnumType(DeliveryFailureEnum, {
  name: "NotificationFailure",
  description: "Why an attempt did not succeed.",
  valuesConfig: {
    RATE_LIMITED: { description: "More than the vendor takes in this time." },
    CREDENTIAL_REFUSED: { description: "The key, secret or password was refused." },
    RECIPIENT_REFUSED: { description: "The address or number was refused." },
    CONTENT_REFUSED: { description: "The words, signature or template were refused." },
    ACCOUNT_REFUSED: { description: "The account with the vendor has no money or is closed." },
    REFUSED: { description: "Refused otherwise; the answer says why." },
    SERVER_ERROR: { description: "The vendor failed." },
    TIMEOUT: { description: "No answer in time." },
    CONNECTION_FAILED: { description: "The connection was refused or broke off." },
    TLS_FAILED: { description: "The certificate or the encryption was not acceptable." },
    ADDRESS_UNUSABLE: { description: "The host does not lead to a public address." },
    ANSWER_MALFORMED: { description: "What came back was not the vendor's protocol." },
    INTERRUPTED: { description: "We were interrupted; it was taken up again." },
    NO_TRACE: { description: "The vendor does not know (yet) of what may have been sent." },
  },
});

@ObjectType({ description: "One setting of a kind of channel." })
export class NotificationChannelField {
  @Field(() => String)
  name: string;

  @Field(() => BilingualText)
  title: BilingualText;

  @Field(() => FieldTypeEnum)
  type: FieldType;

  @Field(() => Boolean, { description: "Sealed, and never shown again." })
  isSecret: boolean;

  @Field(() => Boolean)
  isRequired: boolean;

  @Field(() => String, { nullable: true, description: "Taken when nothing is given." })
  default: string | null;

  @Field(() => [String], { description: "Of a CHOICE." })
  choices: string[];

  @Field(() => String, { nullable: true, description: "What a value must be, in words." })
  hint: string | null;
}

@ObjectType({ description: "A kind of channel, and what has to be set to use it." })
export class NotificationChannelKindInfo {
  @Field(() => ChannelKindEnum)
  kind: ChannelKind;

  @Field(() => BilingualText)
  title: BilingualText;

  @Field(() => ReachEnum)
  reach: Reach;

  @Field(() => [SeverityEnum], { description: "What a new channel of the kind takes." })
  severities: Severity[];

  @Field(() => [NotificationChannelField])
  fields: NotificationChannelField[];
}

@ObjectType({ description: "A setting of a channel; of a secret one only that there is a value." })
export class NotificationChannelSetting {
  @Field(() => String)
  name: string;

  @Field(() => Boolean)
  isSecret: boolean;

  @Field(() => String, { nullable: true, description: "Null: secret, or not set." })
  value: string | null;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: "Where the tenant's notices go." })
export class NotificationChannel {
  @Field(() => ID)
  id: string;

  @Field(() => ChannelKindEnum)
  kind: ChannelKind;

  @Field(() => String)
  name: string;

  @Field(() => LanguageEnum, { description: "Of what goes to a group; people are written to in their own." })
  language: Language;

  @Field(() => [SeverityEnum], {
    description: "Which notices it takes by itself; of others those that another channel could not deliver.",
  })
  severities: Severity[];

  @Field(() => Int, { description: "The order in which channels stand in for each other." })
  position: number;

  @Field(() => [NotificationChannelSetting])
  settings: NotificationChannelSetting[];

  @Field(() => String, { description: "Where it leads; of a key only its end." })
  target: string;

  @Field(() => ChannelStatusEnum)
  status: ChannelStatus;

  @Field(() => ChannelHealthEnum)
  health: ChannelHealth;

  @Field(() => DateTime, { nullable: true, description: "Of the first failure since the last success." })
  failingSince: Date | null;

  @Field(() => DateTime, { nullable: true })
  sickSince: Date | null;

  @Field(() => DateTime, { nullable: true })
  lastSucceededAt: Date | null;

  @Field(() => DateTime, { nullable: true })
  lastFailedAt: Date | null;

  @Field(() => DeliveryFailureEnum, { nullable: true })
  lastFailure: DeliveryFailure | null;

  @Field(() => String, { nullable: true, description: "What was answered then." })
  lastAnswer: string | null;

  @Field(() => DateTime, { nullable: true, description: "The vendor asked for a pause until then." })
  pausedUntil: Date | null;

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => DateTime)
  updatedAt: Date;
}

export const NotificationChannelConnection = connectionOf(() => NotificationChannel, "NotificationChannel");

@ObjectType({ description: "The channel as it is now." })
export class NotificationChannelPayload {
  @Field(() => NotificationChannel)
  channel: NotificationChannel;
}
