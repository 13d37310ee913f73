import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { z } from "zod";
import { connectionOf } from "@wegraph/kit/page";
import { DateTime } from "@wegraph/kit/scalars";
import { text, uuid } from "@wegraph/kit/validate";
import { moment } from "../../moment.ts";
import { LanguageEnum, SeverityEnum } from "../../notification/notice.model.ts";
import { severities } from "../../notification/notice.ts";
import type { Severity } from "../../notification/notice.ts";
import type { DeliveryFailure, Language } from "../adapter.ts";
import { channelKinds } from "../channel.kinds.ts";
import type { ChannelKind } from "../channel.kinds.ts";
import { ChannelKindEnum, DeliveryFailureEnum } from "../channel.model.ts";
import { deliveryReasons, deliveryStatuses } from "./delivery.status.ts";
import type { DeliveryReason, DeliveryStatus } from "./delivery.status.ts";

const DeliveryStatusEnum = z.enum(deliveryStatuses).enum;
registerEnumType(DeliveryStatusEnum, {
  name: "NotificationDeliveryStatus",
  description: "How far a notice is on its way over a channel.",
  valuesConfig: {
    PENDING: { description: "Waits for its next attempt." },
    SENDING: { description: "Is being sent." },
    SENT: { description: "The vendor has taken it." },
    FAILED: { description: "No attempt succeeded; another channel was asked to stand in." },
    UNKNOWN: { description: "It may have arrived; it is not repeated, and another channel stands in." },
    SKIPPED: { description: "Not sent; the reason says why." },
  },
});

const DeliveryReasonEnum = z.enum(deliveryReasons).enum;
registerEnumType(DeliveryReasonEnum, {
  name: "NotificationDeliveryReason",
  description: "Why nothing was sent, or by this channel.",
  valuesConfig: {
    PREFERENCE: { description: "The person has switched this kind of notice off here." },
    MUTED: { description: "The person is muted; only what is critical gets through." },
    CHANNEL_DISABLED: { description: "The channel was disabled." },
    CHANNEL_DELETED: { description: "The channel was deleted." },
    STANDS_IN: { description: "Sent here because another channel could not deliver it." },
  },
});

@ObjectType({ description: "One try to deliver, or to learn what became of one." })
export class NotificationAttempt {
  @Field(() => Int)
  number: number;

  @Field(() => DateTime)
  at: Date;

  @Field(() => DeliveryFailureEnum, { nullable: true, description: "Null: it succeeded." })
  failure: DeliveryFailure | null;

  @Field(() => String, { nullable: true, description: "What the vendor answered, cut off." })
  answer: string | null;

  @Field(() => Int, { nullable: true })
  latencyMs: number | null;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: "One notice on its way over one channel to one recipient." })
export class NotificationDelivery {
  @Field(() => ID)
  id: string;

  @Field(() => ID, { nullable: true, description: "Null: a try-out of the channel." })
  noticeId: string | null;

  @Field(() => ChannelKindEnum)
  channelKind: ChannelKind;

  @Field(() => String, { nullable: true, description: "The kind of notice." })
  kind: string | null;

  @Field(() => SeverityEnum)
  severity: Severity;

  @Field(() => LanguageEnum)
  language: Language;

  @Field(() => String)
  title: string;

  @Field(() => String)
  text: string;

  @Field(() => String, { nullable: true, description: "Of the console." })
  path: string | null;

  @Field(() => DeliveryStatusEnum)
  status: DeliveryStatus;

  @Field(() => DeliveryReasonEnum, { nullable: true })
  reason: DeliveryReason | null;

  @Field(() => Int, { description: "How many attempts were begun." })
  attemptCount: number;

  @Field(() => [NotificationAttempt], { description: "The last 20, the newest first." })
  attempts: NotificationAttempt[];

  @Field(() => DeliveryFailureEnum, { nullable: true })
  lastFailure: DeliveryFailure | null;

  @Field(() => String, { nullable: true, description: "What the vendor knows it by." })
  reference: string | null;

  @Field(() => ID, { nullable: true, description: "The delivery it stands in for." })
  standsInForId: string | null;

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: "Of one that waits." })
  nextAttemptAt: Date | null;

  @Field(() => DateTime, { nullable: true })
  finishedAt: Date | null;

  channelId: string;
  userId: string | null;
}

export const NotificationDeliveryConnection = connectionOf(
  () => NotificationDelivery,
  "NotificationDelivery",
);

@InputType({ description: "Which deliveries; everything given must hold." })
export class NotificationDeliveryFilter {
  static readonly rules = z.object({
    channelId: uuid().nullish(),
    noticeId: uuid().nullish(),
    channelKinds: z.array(z.enum(channelKinds)).max(channelKinds.length).nullish(),
    statuses: z.array(z.enum(deliveryStatuses)).max(deliveryStatuses.length).nullish(),
    severities: z.array(z.enum(severities)).max(severities.length).nullish(),
    from: moment.nullish(),
    to: moment.nullish(),
  });

  @Field(() => ID, { nullable: true })
  channelId?: string | null;

  @Field(() => ID, { nullable: true })
  noticeId?: string | null;

  @Field(() => [ChannelKindEnum], { nullable: true })
  channelKinds?: ChannelKind[] | null;

  @Field(() => [DeliveryStatusEnum], { nullable: true })
  statuses?: DeliveryStatus[] | null;

  @Field(() => [SeverityEnum], { nullable: true })
  severities?: Severity[] | null;

  @Field(() => DateTime, { nullable: true })
  from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: "Not included." })
  to?: Date | null;
}

@InputType({ description: "What to try out." })
export class TestNotificationChannelInput {
  static readonly rules = z.object({ channelId: uuid(), idempotencyKey: text(1, 200).nullish() });

  @Field(() => ID)
  channelId: string;

  @Field(() => String, {
    nullable: true,
    description: "A repeat with the same key and input sends nothing more.",
  })
  idempotencyKey?: string | null;
}

@InputType({ description: "Which delivery to send once more." })
export class RetryNotificationDeliveryInput {
  static readonly rules = z.object({ deliveryId: uuid() });

  @Field(() => ID)
  deliveryId: string;
}

@ObjectType({ description: "The delivery as it is now." })
export class NotificationDeliveryPayload {
  @Field(() => NotificationDelivery)
  delivery: NotificationDelivery;
}
