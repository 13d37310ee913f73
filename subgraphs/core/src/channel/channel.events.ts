import { z } from "zod";
import { defineEvent } from "@wegraph/kit/events";

/** An attempt ended, or a delivery's fate was decided otherwise. */
export const notificationDeliveryChanged = defineEvent(
  "core.notification-delivery.changed.v1",
  z.object({
    deliveryId: z.string(),
    channelId: z.string(),
    status: z.string(),
    attempts: z.number().int(),
  }),
  { entity: ({ deliveryId }) => deliveryId },
);
