import { registerEnumType } from "type-graphql";
import { z } from "zod";
import type { ContentType } from "./content/content.ts";
import { messageStatuses } from "./message.machine.ts";

/** In the order of the content shapes; see content/content.ts. */
export const messageTypes = [
  "TEXT",
  "GROUP_TEXT",
  "MARKDOWN",
  "IMAGE",
  "VOICE",
  "VIDEO",
  "FILE",
  "LINK_CARD",
  "MINIPROGRAM",
  "NEWS",
  "TEMPLATE_CARD",
] as const satisfies readonly ContentType[];
export type MessageType = (typeof messageTypes)[number];

export const recipientKinds = [
  "MEMBER",
  "DEPARTMENT",
  "TAG",
  "GROUP_CHAT",
  "CUSTOMER",
  "KF_CUSTOMER",
] as const;
export type RecipientKind = (typeof recipientKinds)[number];

/** Each lane has workers of its own, so that a batch keeps no single message waiting. */
export const lanes = ["SINGLE", "BULK"] as const;
export type Lane = (typeof lanes)[number];

export const MessageStatusEnum = z.enum(messageStatuses).enum;
registerEnumType(MessageStatusEnum, {
  name: "MessageStatus",
  description: "How far a message is. It never goes back.",
  valuesConfig: {
    PENDING: {
      description: "Accepted, and not to be sent yet: scheduled, or spread to keep WeCom's limits.",
    },
    QUEUED: { description: "Waits for its turn to be sent." },
    SENDING: { description: "Being handed to WeCom." },
    SENT: { description: "WeCom has taken it." },
    DELIVERED: { description: "It has reached the recipient." },
    READ: { description: "The recipient has read it." },
    FAILED: { description: "It was not sent; the error code says why." },
    CANCELLED: { description: "Cancelled by a person before it was sent." },
  },
});

export const MessageTypeEnum = z.enum(messageTypes).enum;
registerEnumType(MessageTypeEnum, { name: "MessageType", description: "What kind of message it is." });

export const RecipientKindEnum = z.enum(recipientKinds).enum;
registerEnumType(RecipientKindEnum, {
  name: "RecipientKind",
  description: "Whom an application of a corporation can write to (WeCom path/90236, 90248, 92135, 94677).",
  valuesConfig: {
    MEMBER: { description: "A member of the corporation, by user id." },
    DEPARTMENT: { description: "All members of a department, by its number." },
    TAG: { description: "All members with a tag, by its number." },
    GROUP_CHAT: { description: "A group chat that the application made, by chat id." },
    CUSTOMER: {
      description:
        "A customer, by external user id: by a group send, which goes out when an employee confirms it in WeCom, and as often a month as WeCom allows.",
    },
    KF_CUSTOMER: {
      description:
        "A customer who wrote to 微信客服, as <open_kfid>/<external user id>: within 48 hours, five times, after what they wrote last.",
    },
  },
});
