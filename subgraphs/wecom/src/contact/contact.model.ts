import { Directive, Field, ID, InputType, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "@wegraph/kit/page";
import { DateTime } from "@wegraph/kit/scalars";
import { text, uuid } from "@wegraph/kit/validate";
import { z } from "zod";
import { SortDirectionEnum } from "../shared.model.ts";
import type { SortDirection } from "../shared.model.ts";
import {
  ContactAddWayEnum,
  ContactChangeKindEnum,
  ContactStatusEnum,
  ContactTypeEnum,
  contactStatuses,
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

@InputType({ description: "Which contacts; without it all but those that are removed." })
export class ContactFilter {
  static readonly rules = z.object({
    corpId: uuid().nullish(),
    statuses: z.array(z.enum(contactStatuses)).min(1, "at least one").nullish(),
    tagIds: z.array(z.string().min(1).max(64)).max(20, "at most 20").nullish(),
    userIds: z.array(z.string().min(1).max(64)).max(50, "at most 50").nullish(),
    states: z.array(z.string().min(1).max(64)).max(20, "at most 20").nullish(),
    type: z.enum(ContactTypeEnum).nullish(),
    addedFrom: z.date().nullish(),
    addedTo: z.date().nullish(),
    search: text(0, 64).nullish(),
  });

  @Field(() => ID, { nullable: true })
  corpId?: string | null;

  @Field(() => [ContactStatusEnum], { nullable: true })
  statuses?: ContactStatus[] | null;

  @Field(() => [String], { nullable: true, description: "Contacts that have all of these tags." })
  tagIds?: string[] | null;

  @Field(() => [String], { nullable: true, description: "Contacts of any of these employees, by user id." })
  userIds?: string[] | null;

  @Field(() => [String], { nullable: true, description: "Contacts that came through any of these ways." })
  states?: string[] | null;

  @Field(() => ContactTypeEnum, { nullable: true })
  type?: ContactType | null;

  @Field(() => DateTime, { nullable: true })
  addedFrom?: Date | null;

  @Field(() => DateTime, { nullable: true, description: "Before this moment." })
  addedTo?: Date | null;

  @Field(() => String, {
    nullable: true,
    description: "Part of a name, a remark or a company; or a whole phone number.",
  })
  search?: string | null;
}

const contactOrders = ["ADDED_AT", "NAME"] as const;
export const ContactOrderByEnum = z.enum(contactOrders).enum;
registerEnumType(ContactOrderByEnum, {
  name: "ContactOrderBy",
  description: "What contacts are ordered by.",
});

@InputType({ description: "The order of a list of contacts." })
export class ContactOrder {
  @Field(() => ContactOrderByEnum)
  by: (typeof contactOrders)[number];

  @Field(() => SortDirectionEnum, { nullable: true, description: "Descending unless said otherwise." })
  direction?: SortDirection | null;
}

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

@InputType({ description: "Tags to give to contacts and to take from them." })
export class MarkContactTagsInput {
  static readonly rules = z
    .object({
      contactIds: z.array(uuid()).min(1, "at least one").max(50, "at most 50"),
      userId: z.string().min(1).max(64).nullish(),
      addTagIds: z.array(z.string().min(1).max(64)).max(50, "at most 50").nullish(),
      removeTagIds: z.array(z.string().min(1).max(64)).max(50, "at most 50").nullish(),
    })
    .refine(({ addTagIds, removeTagIds }) => (addTagIds?.length ?? 0) + (removeTagIds?.length ?? 0) > 0, {
      path: ["addTagIds"],
      message: "Name a tag to add or to remove.",
    });

  @Field(() => [ID], { description: "At most 50." })
  contactIds: string[];

  @Field(() => String, {
    nullable: true,
    description: "The employee whose tags are meant; without it those of all that have the contact.",
  })
  userId?: string | null;

  @Field(() => [String], { nullable: true, description: "WeCom's ids; at most 50." })
  addTagIds?: string[] | null;

  @Field(() => [String], { nullable: true })
  removeTagIds?: string[] | null;
}

@InputType({ description: "What an employee notes about a contact; what is left out stays." })
export class UpdateContactRemarkInput {
  static readonly rules = z.object({
    contactId: uuid(),
    userId: z.string().min(1).max(64),
    remark: text(0, 20).nullish(),
    description: text(0, 150).nullish(),
    remarkCorpName: text(0, 20).nullish(),
    mobiles: z
      .array(z.string().regex(/^\+?[\d -]{5,20}$/, "not a phone number"))
      .max(5, "at most 5")
      .nullish(),
  });

  @Field(() => ID)
  contactId: string;

  @Field(() => String, { description: "The employee's user id." })
  userId: string;

  @Field(() => String, { nullable: true, description: "At most 20 characters (WeCom path/92115)." })
  remark?: string | null;

  @Field(() => String, { nullable: true, description: "At most 150 characters." })
  description?: string | null;

  @Field(() => String, { nullable: true, description: "At most 20 characters." })
  remarkCorpName?: string | null;

  @Field(() => [String], { nullable: true, description: "At most 5." })
  mobiles?: string[] | null;
}

@InputType({ description: "Whose note of which contact." })
export class RevealContactMobilesInput {
  static readonly rules = z.object({ contactId: uuid(), userId: z.string().min(1).max(64) });

  @Field(() => ID)
  contactId: string;

  @Field(() => String, { description: "The employee's user id." })
  userId: string;
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
