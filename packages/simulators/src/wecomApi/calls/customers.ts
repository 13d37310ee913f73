import { z } from "zod";
import { ApiError } from "../apiError.ts";
import { bodyOf, cursorOf, get, offsetOf, pageOf, post } from "../call.ts";
import type { Corp } from "../corp.ts";
import type { Customer, Follow } from "../world/entities.ts";
import { idOf } from "../world/generate.ts";

const batchRules = z.looseObject({
  userid_list: z.array(z.string()).min(1).max(100),
  cursor: z.string().default(""),
  limit: z.int().min(1).max(100).default(50),
});

const remarkRules = z.looseObject({
  userid: z.string(),
  external_userid: z.string(),
  remark: z.string().max(20).optional(),
  description: z.string().max(150).optional(),
  remark_company: z.string().max(20).optional(),
  remark_mobiles: z.array(z.string()).optional(),
});

const followersPerPage = 500;

/** Customers and who follows them (WeCom path/92112-92115, 92994, 92135, 92137). */
export const customerCalls = {
  "externalcontact/get_follow_user_list": get(({ corp }) => ({
    follow_user: [...corp.members.values()].filter(({ status }) => status === 1).map(({ userid }) => userid),
  })),
  "externalcontact/list": get(({ corp, query }) => {
    const userid = query.get("userid") ?? "";
    if (userid === "") throw new ApiError(41009);
    const customers = corp.customersOf(corp.memberOf(userid).userid);
    if (customers.length === 0) throw new ApiError(84061);
    return { external_userid: customers.map(({ external_userid }) => external_userid) };
  }),
  "externalcontact/get": get(({ corp, query }) => {
    const id = query.get("external_userid") ?? "";
    if (id === "") throw new ApiError(41035);
    const customer = corp.customerOf(id);
    const page = pageOf([...customer.follows.values()], query.get("cursor") ?? "", followersPerPage);
    return {
      external_contact: contact(customer),
      follow_user: page.items.map((follow) => ({ ...relation(follow), tags: tagsOf(corp, follow) })),
      next_cursor: page.next,
    };
  }),
  "externalcontact/batch/get_by_user": post((call) => {
    const { corp } = call;
    const { userid_list: users, cursor, limit } = bodyOf(batchRules, call);
    const members = users.map((id) => corp.memberOf(id));
    const licensed = members.filter(({ isLicensed }) => isLicensed);
    if (licensed.length === 0) throw new ApiError(701008);
    const { items, next } = pairsOf(
      corp,
      licensed.map(({ userid }) => userid.toLowerCase()),
      cursor,
      limit,
    );
    const unlicensed = members.filter(({ isLicensed }) => !isLicensed).map(({ userid }) => userid);
    return {
      external_contact_list: items.map(({ customer, follow }) => ({
        external_contact: contact(customer),
        follow_info: { ...relation(follow), tag_id: [...follow.tags] },
      })),
      next_cursor: next,
      ...(unlicensed.length > 0 && { fail_info: { unlicensed_userid_list: unlicensed } }),
    };
  }),
  "externalcontact/remark": post((call) => {
    const given = bodyOf(remarkRules, call);
    const member = call.corp.memberOf(given.userid);
    const follow = call.corp.customerOf(given.external_userid).follows.get(member.userid.toLowerCase());
    if (!follow) throw new ApiError(84061);
    if (given.remark !== undefined) follow.remark = given.remark;
    if (given.description !== undefined) follow.description = given.description;
    if (given.remark_company !== undefined) follow.corpName = given.remark_company;
    // An empty list changes nothing; an empty number removes those there are.
    if (given.remark_mobiles?.length) follow.mobiles = given.remark_mobiles.filter(Boolean);
    return {};
  }),
  "externalcontact/send_welcome_msg": post((call) => {
    const { welcome_code: code, text } = bodyOf(
      z.looseObject({ welcome_code: z.string(), text: z.looseObject({ content: z.string() }).optional() }),
      call,
    );
    call.corp.welcomes.use(code, call.app.agentId, { text });
    return {};
  }),
  "externalcontact/add_contact_way": post((call) => {
    const rules = z.looseObject({
      type: z.int().min(1).max(2),
      scene: z.int().min(1).max(2),
      state: z.string().max(30).default(""),
      remark: z.string().max(30).default(""),
      user: z.array(z.string()).max(100).default([]),
    });
    const { user, state } = bodyOf(rules, call);
    for (const id of user) call.corp.memberOf(id);
    const config_id = idOf("cw", call.corp.seed, `${call.corp.now()} ${state}`);
    return { config_id, qr_code: `https://wework.qpic.cn/wwpic/${config_id}/0` };
  }),
} as const;

/** Member by member, so that a page ends where the last one did; only the page itself is put together. */
function pairsOf(corp: Corp, userids: readonly string[], cursor: string, limit: number) {
  const items: { customer: Customer; follow: Follow }[] = [];
  const start = cursor === "" ? 0 : offsetOf(cursor);
  let passed = 0;
  for (const userid of userids) {
    const customers = corp.customersOf(userid);
    const from = Math.max(0, start - passed);
    for (const customer of customers.slice(from, from + limit - items.length)) {
      const follow = customer.follows.get(userid);
      if (follow) items.push({ customer, follow });
    }
    passed += customers.length;
  }
  const end = start + items.length;
  return { items, next: end < passed ? cursorOf(end) : "" };
}

function contact(customer: Customer): object {
  const { external_userid, name, avatar, type, gender, unionid, corp_name } = customer;
  return {
    external_userid,
    name,
    avatar,
    type,
    gender,
    ...(unionid !== undefined && { unionid }),
    ...(corp_name !== undefined && { corp_name, corp_full_name: corp_name, position: "" }),
  };
}

function relation({
  userid,
  remark,
  description,
  createtime,
  addWay,
  state,
  corpName,
  mobiles,
}: Follow): object {
  return {
    userid,
    remark,
    description,
    createtime,
    ...(corpName !== "" && { remark_corp_name: corpName }),
    remark_mobiles: mobiles,
    oper_userid: userid,
    add_way: addWay,
    ...(state !== "" && { state }),
  };
}

function tagsOf(corp: Corp, { tags }: Follow): object[] {
  return [...corp.tagGroups.values()].flatMap(({ group_name, tags: known }) =>
    known
      .filter(({ id }) => tags.has(id))
      .map(({ id, name }) => ({ group_name, tag_name: name, tag_id: id, type: 1 })),
  );
}
