import { defineEvent } from "@wegraph/kit/events";
import { z } from "zod";
import { conversationKinds } from "./conversation.enums.ts";

/** Who may hear of a conversation: by its account, and by whom it is assigned to. Ids only, never what is written. */
const about = z.object({
  conversationId: z.string(),
  accountId: z.string(),
  kind: z.enum(conversationKinds),
  ownerUserId: z.string().nullable(),
  boundUserIds: z.array(z.string()),
  department: z.string().nullable(),
  assigneeId: z.string().nullable(),
});

/** A conversation is otherwise than it was: `version` orders its changes. */
export const conversationChanged = defineEvent(
  "wecom.conversation.changed.v1",
  about.extend({
    version: z.number().int(),
    /** Whom it was taken from with this change: they must hear of it once more. */
    previousAssigneeId: z.string().nullable(),
  }),
  { entity: ({ conversationId }) => conversationId },
);
export type ConversationChanged = z.infer<typeof conversationChanged.payload>;

/** The other side wrote something. */
export const messageReceived = defineEvent(
  "wecom.conversation.message-received.v1",
  about.extend({
    messageId: z.string(),
    type: z.string(),
    /** Its place in the conversation. */
    at: z.string(),
  }),
);
export type MessageReceived = z.infer<typeof messageReceived.payload>;
