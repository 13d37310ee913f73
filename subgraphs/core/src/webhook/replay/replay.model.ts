import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { z } from "zod";
import { DateTime } from "@wegraph/kit/scalars";
import { text, uuid } from "@wegraph/kit/validate";
import { moment } from "../../moment.ts";
import { DeliveryStatusEnum } from "../delivery/delivery.model.ts";
import type { DeliveryStatus } from "../delivery/delivery.status.ts";

export const replayStatuses = ["RUNNING", "DONE", "CANCELLED"] as const;
export type ReplayStatus = (typeof replayStatuses)[number];

const ReplayStatusEnum = z.enum(replayStatuses).enum;
registerEnumType(ReplayStatusEnum, {
  name: "WebhookReplayStatus",
  description: "How far a replay has come.",
  valuesConfig: {
    RUNNING: { description: "Deliveries are being queued." },
    DONE: { description: "All are queued; they are sent as the endpoint's limits allow." },
    CANCELLED: { description: "The endpoint was deleted." },
  },
});

const replayable = ["SUCCEEDED", "FAILED", "SKIPPED", "CANCELLED"] as const;

@ObjectType({ description: "Many deliveries that are sent once more." })
export class WebhookReplay {
  @Field(() => ID)
  id: string;

  @Field(() => ReplayStatusEnum)
  status: ReplayStatus;

  @Field(() => DateTime)
  since: Date;

  @Field(() => DateTime)
  until: Date;

  @Field(() => [DeliveryStatusEnum])
  statuses: DeliveryStatus[];

  @Field(() => Int, { description: "How many there were when it was asked for." })
  total: number;

  @Field(() => Int, { description: "How many are queued." })
  queued: number;

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => DateTime, { nullable: true })
  finishedAt: Date | null;
}

@InputType({ description: "Which deliveries to send once more." })
export class ReplayWebhookDeliveriesInput {
  static readonly rules = z.object({
    endpointId: uuid(),
    since: moment,
    until: moment.nullish(),
    statuses: z.array(z.enum(replayable)).min(1, "at least one").max(replayable.length).nullish(),
    idempotencyKey: text(1, 200).nullish(),
  });

  @Field(() => ID)
  endpointId: string;

  @Field(() => DateTime, { description: "When it happened, at the earliest." })
  since: Date;

  @Field(() => DateTime, { nullable: true, description: "Not included; now if not given." })
  until?: Date | null;

  @Field(() => [DeliveryStatusEnum], {
    nullable: true,
    description: "FAILED and SKIPPED if not given; what waits or is being sent cannot be named.",
  })
  statuses?: DeliveryStatus[] | null;

  @Field(() => String, {
    nullable: true,
    description: "A repeat with the same key and input gets the same replay.",
  })
  idempotencyKey?: string | null;
}

@ObjectType({ description: "The replay as it is now." })
export class WebhookReplayPayload {
  @Field(() => WebhookReplay)
  replay: WebhookReplay;
}
