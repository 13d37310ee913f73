import { z } from "zod";
import { defineEvent } from "@wegraph/kit/events";

/** A notice stands in these people's notifications. */
export const notificationReceived = defineEvent(
  "core.notification.received.v1",
  z.object({
    noticeId: z.string(),
    kind: z.string(),
    severity: z.string(),
    userIds: z.array(z.string()),
  }),
);

/** Somebody has read something, or marked it unread again: their count is another. */
export const notificationsMarked = defineEvent(
  "core.notifications.marked.v1",
  z.object({ userId: z.string() }),
  { entity: ({ userId }) => userId },
);
