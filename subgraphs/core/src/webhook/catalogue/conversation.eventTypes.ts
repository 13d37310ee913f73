import { z } from "zod";
import { eventType, ofOneAccount } from "./eventType.ts";
import type { WebhookEventType } from "./eventType.ts";

const received = z.object({
  messageId: z.string().describe("The message's id."),
  conversationId: z.string().describe("The conversation it belongs to; what was written is read there."),
  accountId: z.string().describe("The account that received it."),
  kind: z.string().describe("The kind of conversation, as in the graph's ConversationKind."),
  type: z.string().describe("The kind of message: text, image and so on."),
  at: z.string().describe("When it was written (ISO 8601)."),
});

export const conversationEventTypes: readonly WebhookEventType[] = [
  eventType({
    type: "message.received.v1",
    description: "Somebody wrote to a WeCom account. Ids only: what was written is read in the graph.",
    subject: "wecom.conversation.message-received.v1",
    requires: "conversation:read",
    source: received,
    data: received,
    example: {
      messageId: "0192f6c1-b200-7a30-8d40-8f9012a3b4c5",
      conversationId: "0192f6c1-b100-7a30-8d40-8f9012a3b4c5",
      accountId: "0192f6c1-6f5e-7b43-8c0e-3d1c52b2b0a1",
      kind: "MEMBER",
      type: "TEXT",
      at: "2026-11-22T05:02:00.000Z",
    },
    tell: (source) => source,
    about: ofOneAccount,
  }),
];
