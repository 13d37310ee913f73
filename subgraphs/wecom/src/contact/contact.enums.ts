import { registerEnumType } from "type-graphql";
import { z } from "zod";

export const contactStatuses = ["ACTIVE", "LOST", "REMOVED"] as const;
export type ContactStatus = (typeof contactStatuses)[number];
export const ContactStatusEnum = z.enum(contactStatuses).enum;
registerEnumType(ContactStatusEnum, {
  name: "WecomContactStatus",
  description: "How an external contact stands to the corporation, or to one employee.",
  valuesConfig: {
    ACTIVE: { description: "Both have each other." },
    LOST: { description: "The contact has deleted the employee, who still sees the contact." },
    REMOVED: { description: "The employee has deleted the contact, or WeCom does not know it any more." },
  },
});

export const contactTypes = ["WECHAT", "WECOM"] as const;
export type ContactType = (typeof contactTypes)[number];
export const ContactTypeEnum = z.enum(contactTypes).enum;
registerEnumType(ContactTypeEnum, {
  name: "WecomContactType",
  description: "Where an external contact comes from.",
  valuesConfig: {
    WECHAT: { description: "A user of WeChat." },
    WECOM: { description: "An employee of another corporation in WeCom." },
  },
});

export const genders = ["UNKNOWN", "MALE", "FEMALE"] as const;
export type Gender = (typeof genders)[number];
export const GenderEnum = z.enum(genders).enum;
registerEnumType(GenderEnum, { name: "WecomContactGender", description: "As the contact gave it." });

export const contactAddWays = [
  "UNKNOWN",
  "QR_CODE",
  "PHONE_SEARCH",
  "CARD",
  "GROUP_CHAT",
  "PHONE_BOOK",
  "WECHAT_CONTACT",
  "INSTALLED_APP",
  "EMAIL_SEARCH",
  "CHANNELS",
  "ACQUISITION_LINK",
  "SHARED",
  "ASSIGNED",
] as const;
export type ContactAddWay = (typeof contactAddWays)[number];
export const ContactAddWayEnum = z.enum(contactAddWays).enum;
registerEnumType(ContactAddWayEnum, {
  name: "ContactAddWay",
  description: "How an employee and a contact came together.",
});

/** WeCom's numbers of the ways (path/92994); one that is newer than this list is UNKNOWN. */
const addWayCodes: ReadonlyMap<number, ContactAddWay> = new Map([
  [1, "QR_CODE"],
  [2, "PHONE_SEARCH"],
  [3, "CARD"],
  [4, "GROUP_CHAT"],
  [5, "PHONE_BOOK"],
  [6, "WECHAT_CONTACT"],
  [8, "INSTALLED_APP"],
  [9, "EMAIL_SEARCH"],
  [10, "CHANNELS"],
  [16, "ACQUISITION_LINK"],
  [201, "SHARED"],
  [202, "ASSIGNED"],
]);

export function addWayOf(code: number): ContactAddWay {
  return addWayCodes.get(code) ?? "UNKNOWN";
}

export const contactChangeKinds = ["ADDED", "CHANGED", "LOST", "REMOVED"] as const;
export type ContactChangeKind = (typeof contactChangeKinds)[number];
export const ContactChangeKindEnum = z.enum(contactChangeKinds).enum;
registerEnumType(ContactChangeKindEnum, {
  name: "ContactChangeKind",
  description: "What happened to an external contact.",
  valuesConfig: {
    ADDED: { description: "New, or back after it was gone." },
    CHANGED: { description: "Something about it, or what employees noted, is different." },
    LOST: { description: "It has deleted the last employee that it had." },
    REMOVED: { description: "No employee has it any more." },
  },
});
