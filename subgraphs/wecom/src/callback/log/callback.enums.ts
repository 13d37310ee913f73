import { registerEnumType } from "type-graphql";
import { z } from "zod";
import { callbackKinds, callbackStatuses } from "../callback.kinds.ts";

export const CallbackStatusEnum = z.enum(callbackStatuses).enum;
registerEnumType(CallbackStatusEnum, {
  name: "CallbackStatus",
  description: "What has become of a callback.",
  valuesConfig: {
    RECEIVED: { description: "Stored; waits for its handlers, or to be tried again." },
    HANDLED: { description: "It has changed something." },
    IGNORED: { description: "Nobody handles it, or it says nothing that is kept; reason tells which." },
    LATE: { description: "Newer news was known already, so it changed nothing." },
    FAILED: { description: "Its handlers failed every time. It can be replayed." },
  },
});

export const CallbackKindEnum = z.enum(callbackKinds).enum;
registerEnumType(CallbackKindEnum, {
  name: "CallbackKind",
  description: "What a callback is about.",
  valuesConfig: {
    MESSAGE: { description: "A member wrote to the application." },
    APP: { description: "A member opened, left or used the application or its menu." },
    BATCH_JOB: { description: "An asynchronous job of the address book has ended." },
    MEMBER: { description: "A member was added, changed or removed." },
    PARTY: { description: "A department was added, changed or removed." },
    MEMBER_TAG: { description: "A tag of members was changed." },
    CUSTOMER: { description: "A customer was added, changed or lost." },
    CUSTOMER_GROUP: { description: "A customer group was made, changed or dismissed." },
    CUSTOMER_TAG: { description: "A tag of customers was made, changed or removed." },
    CARD: { description: "A member clicked on a template card." },
    KF: { description: "微信客服 has messages or events to be fetched." },
    ACQUISITION: { description: "News of a customer acquisition link." },
    DORMANCY: { description: "WeCom restricts the application for too little use, or is about to." },
    NOTICE: { description: "Known, and of no use to the platform." },
    UNKNOWN: { description: "Of a type the platform does not know; kept all the same." },
  },
});
