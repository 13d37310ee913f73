import { z } from "zod";
import { seconds, texts } from "../endpoint.ts";

export const customer = z
  .object({
    external_userid: z.string().min(1),
    name: z.string().default(""),
    avatar: z.string().optional(),
    corp_name: z.string().optional(),
    corp_full_name: z.string().optional(),
    position: z.string().optional(),
    type: z.int().default(1),
    gender: z.int().default(0),
    unionid: z.string().optional(),
  })
  .transform(({ external_userid, corp_name, corp_full_name, unionid, ...rest }) => ({
    ...rest,
    externalUserId: external_userid,
    corpName: corp_name,
    corpFullName: corp_full_name,
    unionId: unionid,
  }));
/** `type`: 1 WeChat, 2 WeCom. `gender`: 0 unknown, 1 male, 2 female. */
export type Customer = z.output<typeof customer>;

const relation = {
  userid: z.string().min(1),
  remark: z.string().default(""),
  description: z.string().default(""),
  createtime: seconds,
  remark_corp_name: z.string().optional(),
  remark_mobiles: texts,
  oper_userid: z.string().optional(),
  add_way: z.int().default(0),
  state: z.string().optional(),
};

const relationOf = (from: z.output<z.ZodObject<typeof relation>>) => ({
  userId: from.userid,
  remark: from.remark,
  description: from.description,
  addedAt: from.createtime,
  remarkCorpName: from.remark_corp_name,
  remarkMobiles: from.remark_mobiles,
  operatorUserId: from.oper_userid,
  addWay: from.add_way,
  state: from.state,
});

export const followUser = z
  .object({
    ...relation,
    tags: z
      .array(
        z.object({
          tag_id: z.string().default(""),
          tag_name: z.string().default(""),
          group_name: z.string().default(""),
          type: z.int().default(1),
        }),
      )
      .default([]),
  })
  .transform(({ tags, ...from }) => ({
    ...relationOf(from),
    tags: tags.map(({ tag_id, tag_name, group_name, type }) => ({
      tagId: tag_id,
      name: tag_name,
      groupName: group_name,
      type,
    })),
  }));
export type FollowUser = z.output<typeof followUser>;

export const listedCustomer = z
  .object({
    external_contact: customer,
    follow_info: z
      .object({ ...relation, tag_id: texts })
      .transform(({ tag_id, ...from }) => ({ ...relationOf(from), tagIds: tag_id })),
  })
  .transform(({ external_contact, follow_info }) => ({ customer: external_contact, relation: follow_info }));
export type ListedCustomer = z.output<typeof listedCustomer>;

export interface CustomerDetail {
  readonly customer: Customer;
  readonly followedBy: readonly FollowUser[];
  readonly nextCursor: string | undefined;
}

export interface CustomerPage {
  readonly customers: readonly ListedCustomer[];
  readonly nextCursor: string | undefined;
  /** Members whose customers WeCom keeps back for want of a licence. */
  readonly unlicensedUsers: readonly string[];
}
