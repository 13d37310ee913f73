import { textOf } from "./wecomFields.ts";
import type { WecomEvent } from "./wecomEvent.ts";
import type { XmlFields } from "./wecomXml.ts";

export const callbackStatuses = ["RECEIVED", "HANDLED", "IGNORED", "LATE", "FAILED"] as const;
export type CallbackStatus = (typeof callbackStatuses)[number];

/** What a callback is about; each stands for one kind of `WecomEvent`. */
export const callbackKinds = [
  "MESSAGE",
  "APP",
  "BATCH_JOB",
  "MEMBER",
  "PARTY",
  "MEMBER_TAG",
  "CUSTOMER",
  "CUSTOMER_GROUP",
  "CUSTOMER_TAG",
  "CARD",
  "KF",
  "ACQUISITION",
  "DORMANCY",
  "NOTICE",
  "UNKNOWN",
] as const;
export type CallbackKind = (typeof callbackKinds)[number];

const kindOfEvent: Readonly<Record<WecomEvent["kind"], CallbackKind>> = {
  message: "MESSAGE",
  app: "APP",
  batch_job: "BATCH_JOB",
  member: "MEMBER",
  party: "PARTY",
  member_tag: "MEMBER_TAG",
  customer: "CUSTOMER",
  customer_group: "CUSTOMER_GROUP",
  customer_tag: "CUSTOMER_TAG",
  card: "CARD",
  kf: "KF",
  acquisition: "ACQUISITION",
  dormancy: "DORMANCY",
  notice: "NOTICE",
  unknown: "UNKNOWN",
};

export function kindOf(event: WecomEvent): CallbackKind {
  return kindOfEvent[event.kind];
}

const nameMax = 128;

/** The type in WeCom's own words: `text`, `enter_agent`, `change_external_contact/add_external_contact`. */
export function nameOf(fields: XmlFields): string {
  const msgType = textOf(fields, "MsgType") ?? "";
  if (msgType !== "event") return tidy(msgType || "?");
  const parts = [textOf(fields, "Event"), textOf(fields, "ChangeType")];
  return tidy(parts.filter((part) => part !== undefined).join("/") || "event");
}

/** Whoever holds an application's keys may write what they like: a name is printable text, which any database takes. */
function tidy(name: string): string {
  return name.slice(0, nameMax).replaceAll(/\p{C}/gu, "?");
}

const clockSkewMs = 24 * 60 * 60_000;
const earliest = Date.UTC(2016, 0);

/** When WeCom says it happened, where that can be; else when it came. */
export function sentAtOf({ at }: WecomEvent, receivedAt: Date): Date {
  const time = at?.getTime() ?? Number.NaN;
  const isPossible = time >= earliest && time <= receivedAt.getTime() + clockSkewMs;
  return isPossible ? new Date(time) : receivedAt;
}

/**
 * What a callback changes, as far as one must not overtake another: callbacks of one lane are handled one after the
 * other in order of receipt, those of different lanes side by side.
 */
export function laneOf(event: WecomEvent): string {
  switch (event.kind) {
    case "message":
    case "app":
    case "card":
      return `member ${event.from ?? ""}`;
    case "member":
      return `member ${event.userId}`;
    case "customer":
      return `customer ${event.externalUserId}`;
    case "customer_group":
      return `chat ${event.chatId}`;
    case "kf":
      return `kf ${event.openKfId}`;
    case "batch_job":
      return `job ${event.jobId}`;
    case "party":
    case "member_tag":
    case "customer_tag":
    case "acquisition":
    case "dormancy":
    case "notice":
    case "unknown":
      return event.kind;
  }
}
