import { z } from "zod";
import type { Caller, CallOptions } from "../caller.ts";
import { endpoint, nothing, seconds } from "../endpoint.ts";
import type { ApiOutcome } from "../outcome.ts";
import type { AppAccess } from "../tokenSource.ts";

const groupMember = z
  .object({
    userid: z.string().min(1),
    type: z.int(),
    unionid: z.string().optional(),
    join_time: seconds,
    join_scene: z.int().default(0),
    invitor: z.object({ userid: z.string() }).optional(),
    group_nickname: z.string().default(""),
    name: z.string().default(""),
  })
  .transform((from) => ({
    id: from.userid,
    isMember: from.type === 1,
    unionId: from.unionid,
    joinedAt: from.join_time,
    joinScene: from.join_scene,
    invitedBy: from.invitor?.userid,
    nickname: from.group_nickname,
    name: from.name,
  }));
/** `joinScene`: 1 invited, 2 by link, 3 by QR code. */
export type GroupMember = z.output<typeof groupMember>;

const listed = z
  .object({
    group_chat_list: z.array(z.object({ chat_id: z.string(), status: z.int() })).default([]),
    next_cursor: z.string().default(""),
  })
  .transform(({ group_chat_list, next_cursor }) => ({
    groups: group_chat_list.map(({ chat_id, status }) => ({ chatId: chat_id, status })),
    nextCursor: next_cursor || undefined,
  }));
/** `status`: 0 normal, 1 owner has left, 2 being inherited, 3 inherited. */
export type GroupPage = z.output<typeof listed>;

const detail = z
  .object({
    group_chat: z.object({
      chat_id: z.string().min(1),
      name: z.string().default(""),
      owner: z.string(),
      create_time: seconds,
      notice: z.string().default(""),
      member_list: z.array(groupMember).default([]),
      admin_list: z.array(z.object({ userid: z.string() })).default([]),
      member_version: z.string().optional(),
    }),
  })
  .transform(({ group_chat: from }) => ({
    chatId: from.chat_id,
    name: from.name,
    owner: from.owner,
    createdAt: from.create_time,
    notice: from.notice,
    members: from.member_list,
    admins: from.admin_list.map(({ userid }) => userid),
    memberVersion: from.member_version,
  }));
export type GroupDetail = z.output<typeof detail>;

const tag = z
  .object({ id: z.string(), name: z.string(), order: z.number().default(0), deleted: z.boolean().optional() })
  .transform(({ deleted = false, ...rest }) => ({ ...rest, isDeleted: deleted }));
const tagGroup = z
  .object({
    group_id: z.string(),
    group_name: z.string(),
    order: z.number().default(0),
    deleted: z.boolean().optional(),
    tag: z.array(tag).default([]),
  })
  .transform(({ group_id, group_name, order, deleted = false, tag: tags }) => ({
    groupId: group_id,
    name: group_name,
    order,
    isDeleted: deleted,
    tags,
  }));
export type TagGroup = z.output<typeof tagGroup>;

const list = endpoint("POST", "externalcontact/groupchat/list", listed);
const get = endpoint("POST", "externalcontact/groupchat/get", detail);
const tags = endpoint(
  "POST",
  "externalcontact/get_corp_tag_list",
  z.object({ tag_group: z.array(tagGroup).default([]) }).transform(({ tag_group }) => tag_group),
);
const addTags = endpoint(
  "POST",
  "externalcontact/add_corp_tag",
  z.object({ tag_group: tagGroup }).transform(({ tag_group }) => tag_group),
);
const mark = endpoint("POST", "externalcontact/mark_tag", nothing);

/** Customers' groups and the corp's tags for customers (WeCom path/92117, 92118, 92120, 92122). */
export class GroupCalls {
  constructor(private readonly caller: Caller) {}

  /** ≤ 1,000 a page, of ≤ 100 owners or all of them. */
  groups(
    app: AppAccess,
    page: { ownerIds?: readonly string[]; cursor?: string | undefined; limit?: number } = {},
    options?: CallOptions,
  ): Promise<ApiOutcome<GroupPage>> {
    const { ownerIds, cursor = "", limit = 1_000 } = page;
    const body = {
      status_filter: 0,
      ...(ownerIds && { owner_filter: { userid_list: ownerIds } }),
      cursor,
      limit,
    };
    return this.caller.call(app, list, { ...options, body });
  }

  group(app: AppAccess, chatId: string, options?: CallOptions): Promise<ApiOutcome<GroupDetail>> {
    return this.caller.call(app, get, { ...options, body: { chat_id: chatId, need_name: 1 } });
  }

  /** All of the corp's, or the ones named. */
  tags(
    app: AppAccess,
    only: { tagIds?: readonly string[]; groupIds?: readonly string[] } = {},
    options?: CallOptions,
  ): Promise<ApiOutcome<TagGroup[]>> {
    const body = { tag_id: only.tagIds ?? [], group_id: only.groupIds ?? [] };
    return this.caller.call(app, tags, { ...options, body });
  }

  addTags(
    app: AppAccess,
    to: { groupId?: string; groupName?: string; names: readonly string[] },
    options?: CallOptions,
  ): Promise<ApiOutcome<TagGroup>> {
    const { groupId, groupName, names } = to;
    const group = groupId === undefined ? { group_name: groupName } : { group_id: groupId };
    return this.caller.call(app, addTags, {
      ...options,
      body: { ...group, tag: names.map((name) => ({ name })) },
    });
  }

  /** Safe to repeat. */
  mark(
    app: AppAccess,
    change: {
      userId: string;
      externalUserId: string;
      add?: readonly string[];
      remove?: readonly string[];
    },
    options?: CallOptions,
  ): Promise<ApiOutcome<null>> {
    const { userId, externalUserId, add = [], remove = [] } = change;
    const body = { userid: userId, external_userid: externalUserId, add_tag: add, remove_tag: remove };
    return this.caller.call(app, mark, { ...options, body });
  }
}
