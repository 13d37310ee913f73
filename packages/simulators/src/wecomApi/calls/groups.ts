import { z } from "zod";
import { ApiError } from "../apiError.ts";
import { bodyOf, pageOf, post } from "../call.ts";
import type { CustomerGroup } from "../world/entities.ts";

const listRules = z.looseObject({
  status_filter: z.int().min(0).max(3).default(0),
  owner_filter: z.looseObject({ userid_list: z.array(z.string()).max(100).default([]) }).optional(),
  cursor: z.string().default(""),
  limit: z.int().min(1).max(1000),
});

/** Customers' groups (WeCom path/92120, 92122). */
export const groupCalls = {
  "externalcontact/groupchat/list": post((call) => {
    const { status_filter: status, owner_filter: filter, cursor, limit } = bodyOf(listRules, call);
    const owners = filter?.userid_list.map((id) => id.toLowerCase()) ?? [];
    const found = [...call.corp.groups.values()].filter(
      (group) =>
        (status === 0 || group.status === status) &&
        (owners.length === 0 || owners.includes(group.owner.toLowerCase())),
    );
    const { items, next } = pageOf(found, cursor, limit);
    return {
      group_chat_list: items.map(({ chat_id, status: at }) => ({ chat_id, status: at })),
      next_cursor: next,
    };
  }),
  "externalcontact/groupchat/get": post((call) => {
    const { chat_id, need_name: needsName } = bodyOf(
      z.looseObject({ chat_id: z.string(), need_name: z.int().default(0) }),
      call,
    );
    const group = call.corp.groups.get(chat_id);
    if (!group) throw new ApiError(40050, "chatid not found");
    return { group_chat: show(group, needsName === 1) };
  }),
} as const;

function show(group: CustomerGroup, hasNames: boolean): object {
  const { chat_id, name, owner, create_time, notice, admins } = group;
  return {
    chat_id,
    name,
    owner,
    create_time,
    notice,
    member_list: [...group.members.values()].map(({ invitor, name: memberName, unionid, ...rest }) => ({
      ...rest,
      ...(unionid !== undefined && { unionid }),
      ...(invitor !== undefined && { invitor: { userid: invitor } }),
      group_nickname: "",
      ...(hasNames && { name: memberName }),
    })),
    admin_list: admins.map((userid) => ({ userid })),
    member_version: versionOf(group),
  };
}

/** Not to be compared but for being the same. */
export function versionOf({ chat_id, version }: CustomerGroup): string {
  return Buffer.from(`${chat_id.slice(0, 12)}:${version}`).toString("base64url");
}
