import { registerEnumType } from "type-graphql";
import { z } from "zod";

/** Whom an account talks with. */
export const conversationKinds = ["MEMBER", "GROUP_CHAT", "KF_CUSTOMER"] as const;
export type ConversationKind = (typeof conversationKinds)[number];

export const conversationStates = ["OPEN", "CLOSED"] as const;
export type ConversationState = (typeof conversationStates)[number];

/** As `wework_message_records.direction`. */
export const directions = ["OUT", "IN", "SERVICER"] as const;
export type Direction = (typeof directions)[number];

/** 微信客服's service_state by its number (WeCom path/94669). */
export const kfStates = ["NEW", "ROBOT", "WAITING", "SERVED", "ENDED"] as const;
export type KfState = (typeof kfStates)[number];

export const ConversationKindEnum = z.enum(conversationKinds).enum;
registerEnumType(ConversationKindEnum, {
  name: "ConversationKind",
  description: "Whom an account talks with.",
  valuesConfig: {
    MEMBER: { description: "A member of the corporation, with its application." },
    GROUP_CHAT: { description: "A group the application made. WeCom tells nobody what is written in it." },
    KF_CUSTOMER: { description: "A customer who wrote to 微信客服." },
  },
});

export const ConversationStateEnum = z.enum(conversationStates).enum;
registerEnumType(ConversationStateEnum, {
  name: "ConversationState",
  description: "Whether somebody still has to do with it. What the other side writes opens it again.",
});

export const DirectionEnum = z.enum(directions).enum;
registerEnumType(DirectionEnum, {
  name: "ConversationDirection",
  description: "Who wrote it.",
  valuesConfig: {
    OUT: { description: "Sent by the platform." },
    IN: { description: "Written by the other side." },
    SERVICER: { description: "Answered by a member in WeCom's own client." },
  },
});

export const KfStateEnum = z.enum(kfStates).enum;
registerEnumType(KfStateEnum, {
  name: "KfState",
  description: "Where a 微信客服 session stands at WeCom (WeCom path/94669).",
  valuesConfig: {
    NEW: { description: "Nobody has taken it yet." },
    ROBOT: { description: "The robot answers." },
    WAITING: { description: "Waits for a person." },
    SERVED: { description: "A member answers in WeCom's client." },
    ENDED: { description: "Over, until the customer writes again." },
  },
});

export const assignments = ["MINE", "NOBODY"] as const;
export type Assignment = (typeof assignments)[number];
export const AssignmentEnum = z.enum(assignments).enum;
registerEnumType(AssignmentEnum, {
  name: "ConversationAssignment",
  description: "Whose a conversation is to answer.",
});
