import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "@wegraph/kit/page";
import { DateTime } from "@wegraph/kit/scalars";
import { text, uuid } from "@wegraph/kit/validate";
import { SortDirectionEnum } from "@wegraph/kit/shared.model";
import type { SortDirection } from "@wegraph/kit/shared.model";
import { z } from "zod";

export const groupOwnerStatuses = ["NORMAL", "OWNER_LEFT", "INHERITING", "INHERITED"] as const;
export type GroupOwnerStatus = (typeof groupOwnerStatuses)[number];
export const GroupOwnerStatusEnum = z.enum(groupOwnerStatuses).enum;
registerEnumType(GroupOwnerStatusEnum, {
  name: "CustomerGroupOwnerStatus",
  description: "Whether a group's owner is still there (WeCom path/92120).",
});

export const GroupMemberKindEnum = z.enum(["MEMBER", "CONTACT"]).enum;
registerEnumType(GroupMemberKindEnum, {
  name: "CustomerGroupMemberKind",
  description: "Who somebody in a group is.",
  valuesConfig: {
    MEMBER: { description: "An employee of the corporation." },
    CONTACT: { description: "An external contact." },
  },
});

export const groupJoinScenes = ["UNKNOWN", "INVITED", "LINK", "QR_CODE"] as const;
export type GroupJoinScene = (typeof groupJoinScenes)[number];
export const GroupJoinSceneEnum = z.enum(groupJoinScenes).enum;
registerEnumType(GroupJoinSceneEnum, {
  name: "CustomerGroupJoinScene",
  description: "How somebody came into a group.",
});

@Directive('@key(fields: "id")')
@ObjectType({ description: "A group chat with external contacts (客户群)." })
export class CustomerGroup {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  corpId: string;

  @Field(() => String, { description: "WeCom's id of the chat." })
  chatId: string;

  @Field(() => String, { description: "Empty for a group without a name." })
  name: string;

  @Field(() => String, { description: "The owner's user id." })
  ownerId: string;

  @Field(() => GroupOwnerStatusEnum)
  ownerStatus: GroupOwnerStatus;

  @Field(() => String)
  notice: string;

  @Field(() => [String], { description: "User ids of its administrators." })
  adminIds: string[];

  @Field(() => Int, { description: "Employees and contacts together." })
  memberCount: number;

  @Field(() => Int, { description: "External contacts alone." })
  customerCount: number;

  @Field(() => DateTime, { description: "When it was made at WeCom." })
  createdAt: Date;

  @Field(() => DateTime, { nullable: true })
  dismissedAt: Date | null;

  @Field(() => DateTime, { description: "When something about it was different last." })
  updatedAt: Date;
}

@ObjectType({ description: "Somebody in a group, or who was in it." })
export class CustomerGroupMember {
  groupId: string;

  @Field(() => ID, { description: "An employee's user id or a contact's external user id." })
  memberId: string;

  @Field(() => GroupMemberKindEnum)
  kind: "MEMBER" | "CONTACT";

  @Field(() => String)
  name: string;

  @Field(() => String, { description: "In this group; empty for none." })
  nickname: string;

  @Field(() => GroupJoinSceneEnum)
  joinScene: GroupJoinScene;

  @Field(() => DateTime)
  joinedAt: Date;

  @Field(() => String, { nullable: true, description: "The user id of who invited them." })
  invitedBy: string | null;

  @Field(() => DateTime, { nullable: true })
  leftAt: Date | null;
}

@ObjectType({ description: "Who came and who went on one day of China's calendar." })
export class CustomerGroupDay {
  @Field(() => String, { description: "As 2026-11-22." })
  day: string;

  @Field(() => Int)
  joined: number;

  @Field(() => Int)
  left: number;
}

export const CustomerGroupConnection = connectionOf(() => CustomerGroup, "CustomerGroup");
export const CustomerGroupMemberConnection = connectionOf(() => CustomerGroupMember, "CustomerGroupMember");

@InputType({ description: "Which groups; without it all that are not dismissed." })
export class CustomerGroupFilter {
  static readonly rules = z.object({
    corpId: uuid().nullish(),
    ownerIds: z.array(z.string().min(1).max(64)).max(50, "at most 50").nullish(),
    ownerStatuses: z.array(z.enum(GroupOwnerStatusEnum)).min(1, "at least one").nullish(),
    isDismissed: z.boolean().nullish(),
    search: text(0, 64).nullish(),
  });

  @Field(() => ID, { nullable: true })
  corpId?: string | null;

  @Field(() => [String], { nullable: true, description: "User ids." })
  ownerIds?: string[] | null;

  @Field(() => [GroupOwnerStatusEnum], { nullable: true })
  ownerStatuses?: GroupOwnerStatus[] | null;

  @Field(() => Boolean, { nullable: true, description: "Only dismissed ones." })
  isDismissed?: boolean | null;

  @Field(() => String, { nullable: true, description: "Part of a name." })
  search?: string | null;
}

const groupOrders = ["CREATED_AT", "NAME", "MEMBER_COUNT"] as const;
export const CustomerGroupOrderByEnum = z.enum(groupOrders).enum;
registerEnumType(CustomerGroupOrderByEnum, {
  name: "CustomerGroupOrderBy",
  description: "What groups are ordered by.",
});

@InputType({ description: "The order of a list of groups." })
export class CustomerGroupOrder {
  @Field(() => CustomerGroupOrderByEnum)
  by: (typeof groupOrders)[number];

  @Field(() => SortDirectionEnum, { nullable: true, description: "Descending unless said otherwise." })
  direction?: SortDirection | null;
}

@ObjectType({ description: "A group that is different." })
export class CustomerGroupChangedEvent {
  @Field(() => DateTime)
  at: Date;

  @Field(() => [ID])
  groupIds: string[];
}
