import { z } from "zod";
import { defineEvent } from "@wegraph/kit/events";

/** An attempt ended, or a delivery's fate was decided otherwise. */
export const webhookDeliveryChanged = defineEvent(
  "core.webhook-delivery.changed.v1",
  z.object({
    deliveryId: z.string(),
    endpointId: z.string(),
    eventType: z.string(),
    status: z.string(),
    attempts: z.number().int(),
  }),
  { entity: ({ deliveryId }) => deliveryId },
);

/** How far a replay has come. */
export const webhookReplayProgressed = defineEvent(
  "core.webhook-replay.progressed.v1",
  z.object({
    replayId: z.string(),
    status: z.string(),
    total: z.number().int(),
    queued: z.number().int(),
  }),
  { entity: ({ replayId }) => replayId },
);
