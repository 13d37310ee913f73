import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { z } from "zod";
import { connectionOf } from "@wegraph/kit/page";
import { DateTime } from "@wegraph/kit/scalars";
import { text, uuid } from "@wegraph/kit/validate";
import { webhookFailures } from "../outbound/answer.ts";
import type { WebhookFailure } from "../outbound/answer.ts";
import {
  endpointFields,
  maxConcurrentDefault,
  maxPerSecondDefault,
  overlapHoursDefault,
  overlapHoursMax,
} from "./endpoint.rules.ts";
import { disabledReasons, endpointStatuses } from "./endpoint.status.ts";
import type { DisabledReason, EndpointStatus } from "./endpoint.status.ts";

const EndpointStatusEnum = z.enum(endpointStatuses).enum;
registerEnumType(EndpointStatusEnum, {
  name: "WebhookEndpointStatus",
  description: "Whether an endpoint is sent to.",
  valuesConfig: {
    ENABLED: { description: "Events are delivered." },
    DISABLED: { description: "Events are kept, and not delivered." },
  },
});

const DisabledReasonEnum = z.enum(disabledReasons).enum;
registerEnumType(DisabledReasonEnum, {
  name: "WebhookDisabledReason",
  description: "Why an endpoint is disabled.",
  valuesConfig: {
    BY_USER: { description: "Somebody disabled it." },
    FAILING: { description: "Nothing arrived there for three days." },
    GONE: { description: "It answered 410 Gone." },
  },
});

export const WebhookFailureEnum = z.enum(webhookFailures).enum;
registerEnumType(WebhookFailureEnum, {
  name: "WebhookFailure",
  description: "Why an attempt did not succeed.",
  valuesConfig: {
    STATUS: { description: "The answer was not 2xx." },
    REDIRECT: { description: "The answer was a redirect; none is followed." },
    TIMEOUT: { description: "No answer within 12 seconds." },
    ADDRESS_UNUSABLE: { description: "The host does not lead to a public address." },
    CONNECTION_FAILED: { description: "The connection was refused or broke off." },
    TLS_FAILED: { description: "The certificate or the encryption was not acceptable." },
    ANSWER_MALFORMED: { description: "What came back was not HTTP as we know it." },
    INTERRUPTED: { description: "We were interrupted; it was taken up again." },
  },
});

@ObjectType({ description: "A header that goes with every delivery. Its value is never shown." })
export class WebhookCustomHeader {
  @Field(() => String)
  name: string;
}

@ObjectType({ description: "How the deliveries of the last 24 hours stand." })
export class WebhookHealth {
  @Field(() => Int)
  succeeded: number;

  @Field(() => Int, { description: "Given up for good." })
  failed: number;

  @Field(() => Int, { description: "Waiting, or being sent." })
  pending: number;

  @Field(() => Int, { description: "Not sent, because the endpoint was disabled." })
  skipped: number;

  @Field(() => Number, {
    nullable: true,
    description: "Of those that have ended the part that arrived, 0 to 1; null while none has.",
  })
  successRate: number | null;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: "Where the tenant is told of events." })
export class WebhookEndpoint {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  url: string;

  @Field(() => String)
  description: string;

  @Field(() => [String], { description: "The events it is told of; see `webhookEventTypes`." })
  eventTypes: string[];

  @Field(() => [ID], { description: "Only events about these accounts; empty: any." })
  accountIds: string[];

  @Field(() => [WebhookCustomHeader])
  headers: WebhookCustomHeader[];

  @Field(() => Int, { description: "Requests a second at most." })
  maxPerSecond: number;

  @Field(() => Int, { description: "Requests at a time at most." })
  maxConcurrent: number;

  @Field(() => EndpointStatusEnum)
  status: EndpointStatus;

  @Field(() => DisabledReasonEnum, { nullable: true })
  disabledReason: DisabledReason | null;

  @Field(() => DateTime, { nullable: true })
  disabledAt: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "When the first attempt failed since the last that succeeded.",
  })
  failingSince: Date | null;

  @Field(() => DateTime, { nullable: true, description: "To some seconds." })
  lastSucceededAt: Date | null;

  @Field(() => DateTime, { nullable: true })
  lastFailedAt: Date | null;

  @Field(() => WebhookFailureEnum, { nullable: true })
  lastFailure: WebhookFailure | null;

  @Field(() => DateTime, { nullable: true, description: "The receiver asked for a pause until then." })
  pausedUntil: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "Until then deliveries are signed with the previous secret too.",
  })
  previousSecretUntil: Date | null;

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => DateTime)
  updatedAt: Date;

  createdById: string | null;
}

export const WebhookEndpointConnection = connectionOf(() => WebhookEndpoint, "WebhookEndpoint");

@InputType({ description: "A header that is to go with every delivery." })
export class WebhookHeaderInput {
  @Field(() => String)
  name: string;

  @Field(() => String, { nullable: true, description: "None: as it was." })
  value?: string | null;
}

@InputType({ description: "A new endpoint." })
export class CreateWebhookEndpointInput {
  static readonly rules = z.object({
    url: endpointFields.url,
    description: endpointFields.description.nullish(),
    eventTypes: endpointFields.eventTypes,
    accountIds: endpointFields.accountIds.nullish(),
    headers: endpointFields.headers.nullish(),
    maxPerSecond: endpointFields.maxPerSecond.nullish(),
    maxConcurrent: endpointFields.maxConcurrent.nullish(),
    idempotencyKey: text(1, 200).nullish(),
  });

  @Field(() => String, { description: "https://, and a public host." })
  url: string;

  @Field(() => String, { nullable: true })
  description?: string | null;

  @Field(() => [String], { description: "You must be allowed to see them in the whole tenant." })
  eventTypes: string[];

  @Field(() => [ID], { nullable: true, description: "Only events about these accounts." })
  accountIds?: string[] | null;

  @Field(() => [WebhookHeaderInput], { nullable: true })
  headers?: WebhookHeaderInput[] | null;

  @Field(() => Int, { nullable: true, description: `1 to 500; ${maxPerSecondDefault} if not given.` })
  maxPerSecond?: number | null;

  @Field(() => Int, { nullable: true, description: `1 to 20; ${maxConcurrentDefault} if not given.` })
  maxConcurrent?: number | null;

  @Field(() => String, {
    nullable: true,
    description: "A repeat with the same key and input gets the same answer.",
  })
  idempotencyKey?: string | null;
}

@InputType({ description: "What to change of an endpoint; what is not given stays." })
export class UpdateWebhookEndpointInput {
  static readonly rules = z.object({
    endpointId: uuid(),
    url: endpointFields.url.nullish(),
    description: endpointFields.description.nullish(),
    eventTypes: endpointFields.eventTypes.nullish(),
    accountIds: endpointFields.accountIds.nullish(),
    headers: endpointFields.headers.nullish(),
    maxPerSecond: endpointFields.maxPerSecond.nullish(),
    maxConcurrent: endpointFields.maxConcurrent.nullish(),
  });

  @Field(() => ID)
  endpointId: string;

  @Field(() => String, { nullable: true })
  url?: string | null;

  @Field(() => String, { nullable: true })
  description?: string | null;

  @Field(() => [String], { nullable: true })
  eventTypes?: string[] | null;

  @Field(() => [ID], { nullable: true })
  accountIds?: string[] | null;

  @Field(() => [WebhookHeaderInput], {
    nullable: true,
    description: "All that are to remain; one without a value keeps the one it has.",
  })
  headers?: WebhookHeaderInput[] | null;

  @Field(() => Int, { nullable: true })
  maxPerSecond?: number | null;

  @Field(() => Int, { nullable: true })
  maxConcurrent?: number | null;
}

@InputType({ description: "Which endpoint." })
export class WebhookEndpointInput {
  static readonly rules = z.object({ endpointId: uuid() });

  @Field(() => ID)
  endpointId: string;
}

@InputType({ description: "Whose secret to replace." })
export class RotateWebhookSecretInput {
  static readonly rules = z.object({
    endpointId: uuid(),
    overlapHours: z
      .number()
      .int()
      .min(0, "at least 0")
      .max(overlapHoursMax, `at most ${overlapHoursMax}`)
      .nullish(),
  });

  @Field(() => ID)
  endpointId: string;

  @Field(() => Int, {
    nullable: true,
    defaultValue: overlapHoursDefault,
    description: "How long deliveries are signed with the old secret too.",
  })
  overlapHours?: number | null;
}

@ObjectType({ description: "The endpoint as it is now." })
export class WebhookEndpointPayload {
  @Field(() => WebhookEndpoint)
  endpoint: WebhookEndpoint;
}

@ObjectType({ description: "An endpoint with its new secret." })
export class WebhookEndpointSecretPayload {
  @Field(() => WebhookEndpoint)
  endpoint: WebhookEndpoint;

  @Field(() => String, { description: "`whsec_…`, to check signatures with. Shown only now." })
  secret: string;
}
