import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { z } from "zod";
import { connectionOf } from "@wegraph/kit/page";
import { DateTime } from "@wegraph/kit/scalars";
import { text, uuid } from "@wegraph/kit/validate";
import { moment } from "../../moment.ts";
import { Json } from "../../scalars.ts";
import { WebhookFailureEnum } from "../endpoint/endpoint.model.ts";
import type { WebhookFailure } from "../outbound/answer.ts";
import { deliveryStatuses } from "./delivery.status.ts";
import type { DeliveryStatus } from "./delivery.status.ts";

export const DeliveryStatusEnum = z.enum(deliveryStatuses).enum;
registerEnumType(DeliveryStatusEnum, {
  name: "WebhookDeliveryStatus",
  description: "How far an event is on its way to an endpoint.",
  valuesConfig: {
    PENDING: { description: "Waits for its next attempt." },
    SENDING: { description: "Is being sent." },
    SUCCEEDED: { description: "The receiver answered 2xx." },
    FAILED: { description: "No attempt succeeded; none is made any more." },
    SKIPPED: { description: "Not sent, because the endpoint was disabled." },
    CANCELLED: { description: "Not sent, because the endpoint was deleted." },
  },
});

@ObjectType({ description: "An event that an endpoint can be told of." })
export class WebhookEventType {
  @Field(() => String, { description: '"account.status-changed.v1"' })
  type: string;

  @Field(() => String)
  description: string;

  @Field(() => String, { description: "The right that is needed to have it sent." })
  requires: string;

  @Field(() => Boolean, { description: "Whether an endpoint's choice of accounts counts for it." })
  isOfAccounts: boolean;

  @Field(() => Json, { description: "JSON Schema of `data` in what is sent." })
  schema: unknown;

  @Field(() => Json, { description: "What is sent, as an example." })
  example: unknown;
}

@ObjectType({ description: "A header as it was sent; the value of a custom one is hidden." })
export class WebhookHeaderSent {
  @Field(() => String)
  name: string;

  @Field(() => String)
  value: string;
}

@ObjectType({ description: "One try to deliver." })
export class WebhookAttempt {
  @Field(() => Int, { description: "From 1 on, replays included." })
  number: number;

  @Field(() => DateTime)
  at: Date;

  @Field(() => WebhookFailureEnum, { nullable: true, description: "Null: it succeeded." })
  failure: WebhookFailure | null;

  @Field(() => Int, { nullable: true })
  statusCode: number | null;

  @Field(() => Int, { nullable: true, description: "From the look-up of the name to the end of the answer." })
  latencyMs: number | null;

  @Field(() => String, { nullable: true, description: "The first 4 kB of what was answered." })
  responseExcerpt: string | null;

  @Field(() => [WebhookHeaderSent])
  requestHeaders: WebhookHeaderSent[];
}

@Directive('@key(fields: "id")')
@ObjectType({ description: "One event on its way to one endpoint." })
export class WebhookDelivery {
  @Field(() => ID)
  id: string;

  @Field(() => ID, { description: "The event's id: the header `webhook-id` of every attempt." })
  eventId: string;

  @Field(() => String)
  eventType: string;

  @Field(() => Boolean, { description: "A try-out, which says nothing about the endpoint's health." })
  isTest: boolean;

  @Field(() => DeliveryStatusEnum)
  status: DeliveryStatus;

  @Field(() => String, { description: "What is sent, to the byte." })
  body: string;

  @Field(() => Int, { description: "How many attempts were begun." })
  attemptCount: number;

  @Field(() => [WebhookAttempt], { description: "The last 20, the newest first." })
  attempts: WebhookAttempt[];

  @Field(() => Int, { nullable: true })
  lastStatusCode: number | null;

  @Field(() => WebhookFailureEnum, { nullable: true })
  lastFailure: WebhookFailure | null;

  @Field(() => Int, { nullable: true })
  lastLatencyMs: number | null;

  @Field(() => DateTime, { description: "When it happened." })
  createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: "Of one that waits." })
  nextAttemptAt: Date | null;

  @Field(() => DateTime, { nullable: true })
  finishedAt: Date | null;

  endpointId: string;
}

export const WebhookDeliveryConnection = connectionOf(() => WebhookDelivery, "WebhookDelivery");

@InputType({ description: "Which deliveries; everything given must hold." })
export class WebhookDeliveryFilter {
  static readonly rules = z.object({
    endpointId: uuid().nullish(),
    statuses: z.array(z.enum(deliveryStatuses)).max(deliveryStatuses.length).nullish(),
    eventTypes: z.array(text(1, 100)).max(50, "at most 50").nullish(),
    eventId: uuid().nullish(),
    from: moment.nullish(),
    to: moment.nullish(),
  });

  @Field(() => ID, { nullable: true })
  endpointId?: string | null;

  @Field(() => [DeliveryStatusEnum], { nullable: true })
  statuses?: DeliveryStatus[] | null;

  @Field(() => [String], { nullable: true })
  eventTypes?: string[] | null;

  @Field(() => ID, { nullable: true, description: "What a receiver knows as `webhook-id`." })
  eventId?: string | null;

  @Field(() => DateTime, { nullable: true, description: "When it happened, at the earliest." })
  from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: "Not included." })
  to?: Date | null;
}

@InputType({ description: "What to try out." })
export class SendTestWebhookInput {
  static readonly rules = z.object({
    endpointId: uuid(),
    eventType: text(1, 100),
    idempotencyKey: text(1, 200).nullish(),
  });

  @Field(() => ID)
  endpointId: string;

  @Field(() => String, { description: "Its example is sent, with `test: true` beside it." })
  eventType: string;

  @Field(() => String, {
    nullable: true,
    description: "A repeat with the same key and input sends nothing more.",
  })
  idempotencyKey?: string | null;
}

@InputType({ description: "Which delivery to send once more." })
export class ReplayWebhookDeliveryInput {
  static readonly rules = z.object({ deliveryId: uuid() });

  @Field(() => ID)
  deliveryId: string;
}

@ObjectType({ description: "The delivery as it is now." })
export class WebhookDeliveryPayload {
  @Field(() => WebhookDelivery)
  delivery: WebhookDelivery;
}
