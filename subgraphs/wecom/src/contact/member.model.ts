import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "@wegraph/kit/page";
import { text, uuid } from "@wegraph/kit/validate";
import { z } from "zod";

export const memberStatuses = ["ACTIVE", "DISABLED", "NOT_ACTIVATED", "LEFT", "UNKNOWN"] as const;
export type WecomMemberStatus = (typeof memberStatuses)[number];
export const WecomMemberStatusEnum = z.enum(memberStatuses).enum;
registerEnumType(WecomMemberStatusEnum, {
  name: "WecomMemberStatus",
  description: "An employee's account in WeCom.",
});

@ObjectType({ description: "An employee (成员) of a corporation at WeCom." })
export class WecomMember {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  corpId: string;

  @Field(() => String, { description: "WeCom's id of the employee, within the corporation." })
  userId: string;

  @Field(() => String)
  name: string;

  @Field(() => String, { nullable: true })
  position: string | null;

  @Field(() => String, { nullable: true })
  avatarUrl: string | null;

  @Field(() => WecomMemberStatusEnum)
  status: WecomMemberStatus;

  @Field(() => [Int])
  departmentIds: number[];

  @Field(() => Boolean, { description: "May have external contacts." })
  hasContacts: boolean;

  @Field(() => Boolean, { description: "Not an employee any more." })
  isDeleted: boolean;
}

export const WecomMemberConnection = connectionOf(() => WecomMember, "WecomMember");

@ObjectType({ description: "A department of a corporation at WeCom." })
export class WecomDepartment {
  @Field(() => Int, { description: "WeCom's number, within the corporation." })
  departmentId: number;

  @Field(() => ID)
  corpId: string;

  @Field(() => String)
  name: string;

  @Field(() => Int, { description: "0 for the root." })
  parentId: number;
}

@InputType({ description: "Which employees; without it all that are there." })
export class WecomMemberFilter {
  static readonly rules = z.object({
    corpId: uuid().nullish(),
    departmentId: z.number().int().nullish(),
    hasContacts: z.boolean().nullish(),
    search: text(0, 64).nullish(),
  });

  @Field(() => ID, { nullable: true })
  corpId?: string | null;

  @Field(() => Int, { nullable: true, description: "Of this department itself, not of those below it." })
  departmentId?: number | null;

  @Field(() => Boolean, { nullable: true })
  hasContacts?: boolean | null;

  @Field(() => String, { nullable: true, description: "Part of a name or user id." })
  search?: string | null;
}
