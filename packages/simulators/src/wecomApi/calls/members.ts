import { z } from "zod";
import { ApiError } from "../apiError.ts";
import { bodyOf, get, pageOf, post } from "../call.ts";
import type { Department, Member } from "../world/entities.ts";

/** Members, departments and the application itself (WeCom path/90196, 90200, 96067, 90208, 90227). */
export const memberCalls = {
  "user/get": get(({ corp, query }) => {
    const userid = query.get("userid") ?? "";
    if (userid === "") throw new ApiError(41009);
    return detail(corp.memberOf(userid));
  }),
  "user/simplelist": get(({ corp, query }) => ({
    userlist: membersIn(corp.members, query).map(({ userid, name, department }) => ({
      userid,
      name,
      department,
      open_userid: "",
    })),
  })),
  "user/list": get(({ corp, query }) => ({ userlist: membersIn(corp.members, query).map(detail) })),
  "user/list_id": post((call) => {
    const rules = z.looseObject({
      cursor: z.string().default(""),
      limit: z.int().min(1).max(10_000).default(10_000),
    });
    const { cursor, limit } = bodyOf(rules, call);
    const all = [...call.corp.members.values()].flatMap(({ userid, department }) =>
      department.map((id) => ({ userid, department: id })),
    );
    const { items, next } = pageOf(all, cursor, limit);
    return { next_cursor: next, dept_user: items };
  }),
  "department/list": get(({ corp, query }) => {
    const id = query.get("id");
    const wanted = id === null || id === "" ? undefined : corp.departmentsBelow(Number(id));
    if (wanted?.size === 0) throw new ApiError(60123);
    const departments = [...corp.departments.values()].filter((each) => !wanted || wanted.has(each.id));
    return { department: departments.map(show) };
  }),
  "agent/get": get(({ app, corp, query }) => {
    if (Number(query.get("agentid")) !== app.agentId) throw new ApiError(301002);
    return {
      agentid: app.agentId,
      name: app.name,
      square_logo_url: "https://wework.qpic.cn/bizmail/logo/0",
      description: "",
      allow_userinfos: { user: [] },
      allow_partys: { partyid: [1] },
      allow_tags: { tagid: [] },
      close: app.isClosed ? 1 : 0,
      redirect_domain: "",
      report_location_flag: 0,
      isreportenter: 0,
      home_url: "",
      customized_publish_status: corp.apps.has(app.agentId) ? 1 : 0,
    };
  }),
  getcallbackip: get(() => ({ ip_list: ["127.0.0.1"] })),
  get_api_domain_ip: get(() => ({ ip_list: ["127.0.0.1"] })),
} as const;

function membersIn(members: ReadonlyMap<string, Member>, query: URLSearchParams): Member[] {
  const id = Number(query.get("department_id"));
  if (!Number.isInteger(id) || id < 1) throw new ApiError(60123);
  return [...members.values()].filter(({ department: ids }) => ids.includes(id));
}

function detail(member: Member): object {
  const { userid, name, department: ids, position, status, avatar } = member;
  return {
    userid,
    name,
    department: ids,
    order: ids.map(() => 0),
    position,
    status,
    avatar,
    thumb_avatar: avatar.replace(/0$/, "100"),
    isleader: 0,
    is_leader_in_dept: ids.map(() => 0),
    main_department: ids[0] ?? 1,
    enable: status === 2 ? 0 : 1,
  };
}

function show({ id, name, parentid, order, department_leader }: Department): object {
  return { id, name, name_en: "", parentid, order, department_leader };
}
