/** What a verified callback of WeCom says (WeCom path/90239, 90240, 92130, 94670). Ids are WeCom's own. */
export type WecomEvent = EventBase & EventBody;

interface EventBase {
  /** The corp id, or the suite id. */
  readonly to: string | undefined;
  /** A member's user id, or `sys`. */
  readonly from: string | undefined;
  readonly at: Date | undefined;
  readonly agentId: string | undefined;
}

export type EventBody =
  | MessageBody
  | AppEvent
  | BatchJobEvent
  | MemberEvent
  | PartyEvent
  | MemberTagEvent
  | CustomerEvent
  | CustomerGroupEvent
  | CustomerTagEvent
  | CardEvent
  | KfEvent
  | AcquisitionEvent
  | DormancyEvent
  | NoticeEvent
  | UnknownEvent;

/** What a member wrote to the application. */
export interface MessageBody {
  readonly kind: "message";
  readonly msgId: string;
  readonly content: IncomingContent;
}

export type IncomingContent =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "image"; readonly mediaId: string; readonly url: string | undefined }
  | { readonly type: "voice"; readonly mediaId: string; readonly format: string | undefined }
  | { readonly type: "video"; readonly mediaId: string; readonly thumbMediaId: string | undefined }
  | {
      readonly type: "location";
      readonly latitude: number;
      readonly longitude: number;
      readonly scale: number | undefined;
      readonly label: string | undefined;
    }
  | {
      readonly type: "link";
      readonly title: string;
      readonly url: string | undefined;
      readonly description: string | undefined;
      readonly pictureUrl: string | undefined;
    };

export const appEvents = [
  "subscribe",
  "unsubscribe",
  "enter_agent",
  "LOCATION",
  "click",
  "view",
  "view_miniprogram",
  "scancode_push",
  "scancode_waitmsg",
  "pic_sysphoto",
  "pic_photo_or_album",
  "pic_weixin",
  "location_select",
] as const;

export interface AppEvent {
  readonly kind: "app";
  readonly event: (typeof appEvents)[number];
  readonly eventKey: string | undefined;
}

export interface BatchJobEvent {
  readonly kind: "batch_job";
  readonly jobId: string;
  readonly jobType: string;
  readonly errcode: number;
  readonly errmsg: string;
}

export interface MemberEvent {
  readonly kind: "member";
  readonly change: "create_user" | "update_user" | "delete_user";
  readonly userId: string;
  readonly newUserId: string | undefined;
  readonly name: string | undefined;
  readonly departments: readonly number[];
  /** 1 activated, 2 disabled, 4 not activated, 5 left. */
  readonly status: number | undefined;
}

export interface PartyEvent {
  readonly kind: "party";
  readonly change: "create_party" | "update_party" | "delete_party";
  readonly id: number;
  readonly name: string | undefined;
  readonly parentId: number | undefined;
}

export interface MemberTagEvent {
  readonly kind: "member_tag";
  readonly tagId: string;
  readonly addedUsers: readonly string[];
  readonly removedUsers: readonly string[];
  readonly addedParties: readonly string[];
  readonly removedParties: readonly string[];
}

export const customerChanges = [
  "add_external_contact",
  "edit_external_contact",
  "add_half_external_contact",
  "del_external_contact",
  "del_follow_user",
  "transfer_fail",
] as const;

export interface CustomerEvent {
  readonly kind: "customer";
  readonly change: (typeof customerChanges)[number];
  readonly userId: string;
  readonly externalUserId: string;
  /** Which contact way the customer came through. */
  readonly state: string | undefined;
  /** Good for 20 s; missing where a chat is already under way. */
  readonly welcomeCode: string | undefined;
  /** DELETE_BY_TRANSFER when the customer was handed over. */
  readonly source: string | undefined;
  readonly failReason: string | undefined;
}

export interface CustomerGroupEvent {
  readonly kind: "customer_group";
  readonly change: "create" | "dismiss" | "update";
  readonly chatId: string;
  readonly detail: "add_member" | "del_member" | "change_owner" | "change_name" | "change_notice" | undefined;
  readonly joinScene: number | undefined;
  readonly quitScene: number | undefined;
  readonly memberIds: readonly string[];
  /** Only if our stored version equals `lastMemberVersion` may the change be applied without asking again. */
  readonly lastMemberVersion: string | undefined;
  readonly memberVersion: string | undefined;
}

export interface CustomerTagEvent {
  readonly kind: "customer_tag";
  readonly change: "create" | "update" | "delete" | "shuffle";
  readonly id: string | undefined;
  readonly tagType: "tag" | "tag_group" | undefined;
  readonly strategyId: string | undefined;
}

/** A member's click on a template card, or in its menu. */
export interface CardEvent {
  readonly kind: "card";
  readonly isMenu: boolean;
  readonly eventKey: string;
  readonly taskId: string;
  readonly cardType: string | undefined;
  /** Updates the card once, within 72 h. */
  readonly responseCode: string | undefined;
  readonly selected: readonly { readonly questionKey: string; readonly optionIds: readonly string[] }[];
}

/** Something is to be fetched with `kf/sync_msg`; the token is good for ten minutes. */
export interface KfEvent {
  readonly kind: "kf";
  readonly token: string;
  readonly openKfId: string;
}

export interface AcquisitionEvent {
  readonly kind: "acquisition";
  readonly change: string;
  readonly linkId: string | undefined;
  readonly userId: string | undefined;
  readonly externalUserId: string | undefined;
}

export const dormancyEvents = [
  "inactive_alert",
  "close_inactive_agent",
  "reopen_inactive_agent",
  "low_active_alert",
  "low_active",
  "active_restored",
] as const;

/** The application is used too little: WeCom restricts its access to data, or is about to. */
export interface DormancyEvent {
  readonly kind: "dormancy";
  readonly event: (typeof dormancyEvents)[number];
  readonly effectiveAt: Date | undefined;
}

export const noticeEvents = [
  "open_approval_change",
  "sys_approval_change",
  "share_agent_change",
  "share_chain_change",
  "msgaudit_notify",
] as const;

/** Known, and none of our business: its details stay in the raw fields. */
export interface NoticeEvent {
  readonly kind: "notice";
  readonly event: (typeof noticeEvents)[number];
}

/** Of a type we do not know, or without what such a callback must have. */
export interface UnknownEvent {
  readonly kind: "unknown";
  readonly msgType: string | undefined;
  readonly event: string | undefined;
  readonly changeType: string | undefined;
}
