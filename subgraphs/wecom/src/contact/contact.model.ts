import { Directive, Field, ID, ObjectType } from "type-graphql";
import { connectionOf } from "@wegraph/kit/page";
import { DateTime } from "@wegraph/kit/scalars";
import {
  ContactAddWayEnum,
  ContactChangeKindEnum,
  ContactStatusEnum,
  ContactTypeEnum,
  GenderEnum,
} from "./contact.enums.ts";
import type {
  ContactAddWay,
  ContactChangeKind,
  ContactStatus,
  ContactType,
  Gender,
} from "./contact.enums.ts";

@Directive('@key(fields: "id")')
@ObjectType({ description: "An external contact (客户) of a corporation at WeCom." })
export class WecomContact {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  corpId: string;

  @Field(() => String, { description: "WeCom's id of the contact, within the corporation." })
  externalUserId: string;

  @Field(() => String, { description: "As the contact calls itself." })
  name: string;

  @Field(() => ContactTypeEnum)
  type: ContactType;

  @Field(() => GenderEnum)
  gender: Gender;

  @Field(() => String, { nullable: true })
  avatarUrl: string | null;

  @Field(() => String, { nullable: true, description: "Of a contact that is an employee elsewhere." })
  corpName: string | null;

  @Field(() => String, { nullable: true })
  position: string | null;

  @Field(() => String, { nullable: true, description: "WeChat's id across the applications of one owner." })
  unionId: string | null;

  @Field(() => ContactStatusEnum)
  status: ContactStatus;

  @Field(() => DateTime, { description: "When the first of its present employees added it." })
  addedAt: Date;

  @Field(() => DateTime, { description: "When something about it was different last." })
  updatedAt: Date;

  tagIds: string[];
}

@ObjectType({ description: "That an employee has an external contact, and what the employee noted." })
export class ContactFollower {
  contactId: string;
  corpId: string;

  @Field(() => String, { description: "The employee's user id at WeCom." })
  userId: string;

  @Field(() => ContactStatusEnum)
  status: ContactStatus;

  @Field(() => String, { description: "How the employee calls the contact; empty for as it calls itself." })
  remark: string;

  @Field(() => String)
  description: string;

  @Field(() => String, { nullable: true, description: "The contact's company, as the employee noted it." })
  remarkCorpName: string | null;

  @Field(() => [String], {
    description: "Phone numbers, masked; revealContactMobiles shows them, and is audited.",
  })
  mobiles: string[];

  @Field(() => ContactAddWayEnum)
  addWay: ContactAddWay;

  @Field(() => String, { description: "The contact way or link it came through; empty for none." })
  state: string;

  @Field(() => DateTime)
  addedAt: Date;

  @Field(() => DateTime, { nullable: true, description: "When one of them deleted the other." })
  endedAt: Date | null;

  tagIds: string[];
}

@ObjectType({ description: "A tag of the corporation for external contacts." })
export class ContactTag {
  @Field(() => ID, { description: "WeCom's id." })
  id: string;

  @Field(() => String)
  name: string;

  @Field(() => ID)
  groupId: string;

  @Field(() => String)
  groupName: string;
}

@ObjectType({ description: "Tags that belong together." })
export class ContactTagGroup {
  @Field(() => ID, { description: "WeCom's id." })
  id: string;

  @Field(() => ID)
  corpId: string;

  @Field(() => String)
  name: string;

  @Field(() => [ContactTag])
  tags: ContactTag[];
}

export const WecomContactConnection = connectionOf(() => WecomContact, "WecomContact");

@ObjectType({ description: "One contact that is different." })
export class ContactChange {
  @Field(() => ID)
  contactId: string;

  @Field(() => ID)
  corpId: string;

  @Field(() => ContactChangeKindEnum)
  kind: ContactChangeKind;
}

@ObjectType({ description: "Contacts that changed together: a sync writes a hundred at a time." })
export class ContactChangedEvent {
  @Field(() => DateTime)
  at: Date;

  @Field(() => [ContactChange])
  changes: ContactChange[];
}

@ObjectType({ description: "What became of one contact." })
export class ContactActResult {
  @Field(() => ID)
  contactId: string;

  @Field(() => Boolean)
  done: boolean;

  @Field(() => String, {
    nullable: true,
    description: "WECOM_ and WeCom's errcode, or a reason of the platform's.",
  })
  code: string | null;

  @Field(() => String, { nullable: true, description: "In plain words, in English." })
  message: string | null;

  @Field(() => String, { nullable: true, description: "The same in Chinese." })
  messageZh: string | null;
}

@ObjectType({ description: "What became of each contact, in the order asked." })
export class MarkContactTagsPayload {
  @Field(() => [ContactActResult])
  results: ContactActResult[];
}

@ObjectType({ description: "The contact as it is now." })
export class WecomContactPayload {
  @Field(() => WecomContact)
  contact: WecomContact;
}

@ObjectType({ description: "Phone numbers in full." })
export class RevealContactMobilesPayload {
  @Field(() => [String])
  mobiles: string[];
}
