import { Field, ID, InputType, registerEnumType } from "type-graphql";
import { DateTime } from "@wegraph/kit/scalars";
import { text, uuid } from "@wegraph/kit/validate";
import { SortDirectionEnum } from "@wegraph/kit/shared.model";
import type { SortDirection } from "@wegraph/kit/shared.model";
import { z } from "zod";
import { ContactStatusEnum, ContactTypeEnum, contactStatuses } from "./contact.enums.ts";
import type { ContactStatus, ContactType } from "./contact.enums.ts";

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
